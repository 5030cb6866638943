/** The values of one axis of a sweep, as a person types them: a list, ranges, or both. */
import { settingInvalid, type AppError } from '../errors.ts';
import {
	DEFAULT_SETTINGS,
	NUMERIC_SETTINGS,
	parseSeed,
	validateSettings,
	type NumericSetting
} from '../sampling/settings.ts';

export type AxisField = 'seed' | NumericSetting;

export const AXIS_FIELDS: readonly AxisField[] = ['seed', ...NUMERIC_SETTINGS];

/** Seeds are decimal texts: they have 64 bits. */
export type AxisValue = string | number;

export const SWEEP_LIMITS = {
	/** Of one axis. */
	values: 64,
	/** Of the whole grid: as many as one comparison file holds. */
	cells: 256
} as const;

const LONGEST_ITEM = 100;
const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const RANGE = new RegExp(
	String.raw`^(${NUMBER})\s*(?:\.\.|to|–|-)\s*(${NUMBER})(?:\s*(?:step|by)\s*(${NUMBER}))?$`,
	'i'
);

/**
 * @param text numbers and ranges with commas between them: `1, 2, 5`, `1..5`, `0 to 1.2 step 0.4`
 * @returns each value once, in order
 * @throws AppError `settings-invalid` with `field` and `allowed` in its details
 */
export function parseAxisValues(field: AxisField, text: string): AxisValue[] {
	const items = text
		.split(/[,;\n]/)
		.map((item) => item.trim())
		.filter((item) => item !== '');
	if (items.length === 0) throw settingInvalid(field, 'at least one value, as in 1, 2, 3 or 1..5');
	if (items.some(({ length }) => length > LONGEST_ITEM))
		throw settingInvalid(field, 'shorter numbers');
	const values = new Set<AxisValue>();
	for (const item of items) {
		for (const value of field === 'seed' ? seedsOf(item) : numbersOf(field, item)) {
			values.add(value);
			if (values.size > SWEEP_LIMITS.values) throw tooMany(field);
		}
	}
	return [...values];
}

function seedsOf(item: string): string[] {
	const [, from, to] = /^(\d+)\s*(?:\.\.|to|–|-)\s*(\d+)$/i.exec(item) ?? [];
	if (from === undefined || to === undefined) return [parseSeed(item).toString()];
	const [first, last] = [parseSeed(from), parseSeed(to)];
	if (last < first) throw settingInvalid('seed', 'a range from the lower to the higher number');
	if (last - first >= BigInt(SWEEP_LIMITS.values)) throw tooMany('seed');
	return Array.from({ length: Number(last - first) + 1 }, (_, i) => (first + BigInt(i)).toString());
}

function numbersOf(field: Exclude<AxisField, 'seed'>, item: string): number[] {
	const [, from, to, by] = RANGE.exec(item) ?? [];
	const values =
		from === undefined || to === undefined
			? [numberOf(field, item)]
			: steps(field, Number(from), Number(to), Number(by ?? '1'));
	for (const value of values) validateSettings({ ...DEFAULT_SETTINGS, [field]: value });
	return values;
}

function numberOf(field: AxisField, item: string): number {
	if (new RegExp(`^${NUMBER}$`, 'i').test(item)) return Number(item);
	throw settingInvalid(field, 'numbers and ranges, as in 0.2, 0.7 or 0..1 step 0.25');
}

/** Room for the rounding of decimal steps: 0 to 0.3 by 0.1 has four values. */
const ROUNDING = 1e-9;

function steps(field: AxisField, from: number, to: number, by: number): number[] {
	if (!(by > 0) || to < from)
		throw settingInvalid(field, 'a range from low to high with a step above 0');
	const count = Math.floor((to - from) / by + ROUNDING) + 1;
	if (count > SWEEP_LIMITS.values) throw tooMany(field);
	return Array.from({ length: count }, (_, i) => Number((from + i * by).toPrecision(12)));
}

function tooMany(field: AxisField): AppError {
	return settingInvalid(field, `at most ${SWEEP_LIMITS.values} values`);
}
