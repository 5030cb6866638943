/**
 * The values of an axis as another language writes them. What is kept is `parseAxisValues`'s own form, which is English:
 * "0, 0.7, 1.4" or "0 to 1.2 step 0.4".
 */

/** How a language writes lists and ranges of numbers. */
export interface AxisNotation {
	/** Whether its decimal mark is a comma: then a semicolon, or a comma and a space, is between values. */
	readonly hasComma: boolean;
	/** Between the ends of a range, in place of "to". */
	readonly to: string;
	/** Before the step of a range, in place of "step". */
	readonly step: string;
}

/** @param isWhole whether its values are whole numbers: then a comma is always between two of them */
export function plainAxisText(typed: string, notation: AxisNotation, isWhole: boolean): string {
	const english = typed
		.replace(word(notation.to), 'to')
		.replace(word(notation.step), 'step')
		.replaceAll('−', '-');
	if (!notation.hasComma || isWhole) return english;
	return english
		.split(/;|\n|,(?=\s)/)
		.map((item) => item.trim())
		.map((item) => (isList(item) ? item.replaceAll(',', ', ') : item.replaceAll(',', '.')))
		.join(', ');
}

export function shownAxisText(plain: string, notation: AxisNotation, isWhole: boolean): string {
	const own = plain.replace(word('to'), notation.to).replace(word('step'), notation.step);
	if (!notation.hasComma || isWhole) return own;
	return own
		.split(/[,;\n]/)
		.map((item) => item.trim().replace(/(\d)\.(?=\d)/g, '$1,'))
		.join('; ');
}

/** Values with commas between them and no spaces, as in 1,2,5 or 0.2,0.7: one comma alone is a decimal mark. */
function isList(item: string): boolean {
	return /\d\.\d/.test(item) || /^\d+(?:,\d+){2,}$/.test(item);
}

function word(text: string): RegExp {
	const escaped = text.replace(/[^\p{L}]/gu, (mark) => `\\${mark}`);
	return new RegExp(`(?<=[\\d\\s])${escaped}(?=[\\s\\d.,+-])`, 'giu');
}
