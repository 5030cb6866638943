/**
 * What a column of texts holds, as pandas finds it.
 *
 * Source: `_convert_tokens` in pandas/_libs/parsers.pyx; STR_NA_VALUES in the same file.
 */
import type { Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import { TaskRefused } from './task-refused.ts';

type Kind = 'null' | 'int' | 'float' | 'bool' | 'text';

const MISSING: ReadonlySet<string> = new Set([
	'',
	'#N/A',
	'#N/A N/A',
	'#NA',
	'-1.#IND',
	'-1.#QNAN',
	'-NaN',
	'-nan',
	'1.#IND',
	'1.#QNAN',
	'<NA>',
	'N/A',
	'NA',
	'NULL',
	'NaN',
	'None',
	'n/a',
	'nan',
	'null'
]);

/** The library datasets has pandas read so many lines at a time, each with types of its own. */
const BLOCK = 10_000;
const WHOLE = /^[ \t\n\v\f\r]*([-+]?[0-9]+)[ \t\n\v\f\r]*$/;
const NUMBER =
	/^[ \t\n\v\f\r]*([-+]?)(?:([0-9]+)\.?([0-9]*)|\.([0-9]+))(?:[eE]([-+]?[0-9]+))?[ \t\n\v\f\r]*$/;
const INFINITE = /^([-+]?)inf(?:inity)?$/i;
const TRUE = /^true$/i;
const FALSE = /^false$/i;
const LARGEST = 2n ** 63n;

function kindOf(texts: readonly string[]): Kind {
	const given = texts.filter((text) => !MISSING.has(text));
	if (given.length === 0) return 'null';
	if (given.every((text) => WHOLE.test(text))) return given.length < texts.length ? 'float' : 'int';
	if (given.every((text) => NUMBER.test(text) || INFINITE.test(text))) return 'float';
	if (given.every((text) => TRUE.test(text) || FALSE.test(text))) return 'bool';
	return 'text';
}

function whole(text: string, where: string): bigint {
	const value = BigInt(WHOLE.exec(text)?.[1]?.replace('+', '') ?? '');
	if (value < LARGEST && value >= -LARGEST) return value;
	throw new TaskRefused(where, 'it has a whole number beyond 64 bits');
}

/** pandas computes them digit by digit: with more digits its last bit may be another one. */
function float(text: string, where: string): number {
	const infinite = INFINITE.exec(text);
	if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
	const [, , before = '', after = '', alone = '', exponent = '0'] = NUMBER.exec(text) ?? [];
	const fraction = after + alone;
	const digits = (before + fraction).replace(/^0+/, '');
	const isExact = digits.length <= 15 && Math.abs(Number(exponent) - fraction.length) <= 22;
	if (isExact || digits === '') return Number(text.trim());
	throw new TaskRefused(
		where,
		`it has ${text.trim().slice(0, 40)}, which pandas may round in another way; 15 digits are safe`
	);
}

function convert(text: string, kind: Kind, where: string): Value {
	if (MISSING.has(text)) return null;
	switch (kind) {
		case 'null':
			return null;
		case 'int':
			return whole(text, where);
		case 'float':
			return float(text, where);
		case 'bool':
			return TRUE.test(text);
		case 'text':
			return Str.of(text);
	}
}

/** That no part of a long column looks to pandas like something else. */
function checkBlocks(texts: readonly string[], kind: Kind, where: string): void {
	for (let from = 0; from < texts.length; from += BLOCK) {
		if (kindOf(texts.slice(from, from + BLOCK)) === kind) continue;
		throw new TaskRefused(
			where,
			`documents from ${from} on hold something else than all together, and pandas reads ${BLOCK} at a time`
		);
	}
}

/** @throws TaskRefused where pandas would read another value, or might */
export function typedColumn(texts: readonly string[], where: string): Value[] {
	const kind = kindOf(texts);
	checkBlocks(texts, kind, where);
	return texts.map((text) => convert(text, kind, where));
}
