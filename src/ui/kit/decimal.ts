/** Numbers in fields, as a language writes them: browsers show a decimal point in theirs, whatever the page's language. */

const MARKS = new Map<string, string>();

/** @param language BCP 47 */
export function decimalMark(language: string): string {
	const known = MARKS.get(language);
	if (known !== undefined) return known;
	const parts = new Intl.NumberFormat(language === '' ? 'en' : language).formatToParts(1.5);
	const mark = parts.find(({ type }) => type === 'decimal')?.value ?? '.';
	MARKS.set(language, mark);
	return mark;
}

/** Every digit, and nothing between thousands. */
export function writeNumber(number: number, language: string): string {
	return number.toString().replace('.', decimalMark(language));
}

/**
 * @param text with the language's decimal mark, or with a point, which is understood everywhere
 * @returns NaN for what is no number; a comma is one only where the language writes it
 */
export function readNumber(text: string, language: string): number {
	const plain = text.trim().replace('−', '-').replace(decimalMark(language), '.');
	return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/** One step up or down, without the rounding of binary fractions. */
export function stepNumber(number: number, step: number): number {
	return Number((number + step).toPrecision(12));
}
