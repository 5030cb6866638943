/** The values of an axis, as the page's language writes them. */
import { plainAxisText, shownAxisText, type AxisNotation } from '#core/sweep/axis-notation.ts';
import type { AxisField } from '#core/sweep/axis-values.ts';
import { language } from '#locales/language.ts';

function notation(): AxisNotation {
	const parts = new Intl.NumberFormat(language).formatToParts(1.5);
	return {
		hasComma: parts.some(({ type, value }) => type === 'decimal' && value === ','),
		to: /* @wc-include */ 'to',
		step: /* @wc-include */ 'step'
	};
}

const WHOLE: ReadonlySet<AxisField> = new Set(['seed', 'top_k']);

/** @param typed in the page's language, or in English. @returns as it is kept and parsed */
export function typedAxisText(field: AxisField, typed: string): string {
	return plainAxisText(typed, notation(), WHOLE.has(field));
}

/** @param text as it is kept */
export function axisTextInWords(field: AxisField, text: string): string {
	return shownAxisText(text, notation(), WHOLE.has(field));
}
