/**
 * What a plain scalar is, as PyYAML decides: by YAML 1.1, with PyYAML's own habits. `1e-3` is a text,
 * `yes` is true, `010` is 8.
 *
 * Source: PyYAML 6, lib/yaml/resolver.py and constructor.py.
 */
import { Str } from '#core/jinja/values/text.ts';
import type { Value } from '#core/jinja/values/object.ts';
import { TaskRefused } from './task-refused.ts';

const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const FLOAT =
	/^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/;
const INFINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const INTEGER = /^([-+]?)(0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+)$/;
const DATE =
	/^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;

function integer(sign: string, written: string): bigint {
	const digits = written.replaceAll('_', '');
	const isOctal = /^0[0-7]+$/.test(digits);
	const value = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
	return sign === '-' ? -value : value;
}

function number(text: string): Value | undefined {
	if (FLOAT.test(text)) return Number(text.replaceAll('_', ''));
	const infinite = INFINITE.exec(text);
	if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
	if (NOT_A_NUMBER.test(text)) return NaN;
	const whole = INTEGER.exec(text);
	return whole === null ? undefined : integer(whole[1] ?? '', whole[2] ?? '');
}

/**
 * @param where the file, for messages
 * @throws TaskRefused for dates, for numbers in base 60, and for `=` and `<<`
 */
export function plainScalar(text: string, where: string): Value {
	if (TRUE.test(text)) return true;
	if (FALSE.test(text)) return false;
	if (NULL.test(text)) return null;
	const found = number(text);
	if (found !== undefined) return found;
	if (DATE.test(text)) {
		throw new TaskRefused(where, `${text} is a date in YAML; in quotes it is a text`);
	}
	if (BASE_60.test(text)) {
		throw new TaskRefused(where, `${text} is a number in base 60 in YAML; in quotes it is a text`);
	}
	if (text === '=' || text === '<<') {
		throw new TaskRefused(where, `a value that is ${text} alone cannot be read`);
	}
	return Str.of(text);
}
