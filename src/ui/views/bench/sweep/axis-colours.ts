/** Which colour stands for which value of a setting. */
import type { AxisField, AxisValue } from '#core/sweep/axis-values.ts';
import {
	CATEGORY_COUNT,
	categoricalColour,
	sequentialColour
} from '../../../kit/pictures/colours.ts';

/** The palest colour that is still seen on paper, as a share of the scale. */
const PALEST = 0.55;

/** More of a setting is more of something; of two seeds neither is more than the other. */
export function isOrdered(field: AxisField): boolean {
	return field !== 'seed';
}

/** Each value once: by size where there is an order, else as they come. */
export function valuesInOrder(field: AxisField, values: readonly AxisValue[]): AxisValue[] {
	const each = [...new Set(values)];
	return isOrdered(field) ? each.sort((a, b) => Number(a) - Number(b)) : each;
}

/**
 * One scale from pale to strong for ordered settings; separate colours for the others.
 *
 * @param place of the value among `count`, from 0, as `valuesInOrder` has them
 */
export function axisColour(field: AxisField, place: number, count: number): string {
	if (!isOrdered(field)) return separateColour(place);
	return sequentialColour(count < 2 ? 1 : PALEST + ((1 - PALEST) * place) / (count - 1));
}

/** Beyond the separate colours they come again, darker: names at the branches tell them apart for sure. */
function separateColour(place: number): string {
	const colour = categoricalColour(place);
	const round = Math.floor(place / CATEGORY_COUNT);
	if (round === 0) return colour;
	const share = Math.max(25, 85 - 30 * round);
	return `color-mix(in oklab, ${colour} ${share.toString()}%, var(--ink))`;
}
