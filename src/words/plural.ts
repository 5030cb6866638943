/** Words whose form depends on a number. */
import { formatNumber } from './format.ts';

/**
 * The form for this number, with the number in place of "#".
 *
 * @param forms in English one thing and many; translations may have others, and their own `formOf`
 */
export function plural(
	count: number,
	forms: readonly string[],
	formOf: (count: number) => number = (n) => (n === 1 ? 0 : 1)
): string {
	return (forms[formOf(count)] ?? forms.at(-1) ?? '').replace('#', formatNumber(count));
}
