/** Task files, value for value as PyYAML's safe loader reads them, or refused. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withBudget } from '#core/jinja/budget.ts';
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, type Value } from '#core/jinja/values/object.ts';
import { print } from '#core/jinja/values/printing.ts';
import { Str } from '#core/jinja/values/text.ts';
import { TaskRefused } from './task-refused.ts';
import { PythonFunction, readYaml } from './yaml.ts';

interface Golden {
	readonly text: string;
	readonly value?: unknown;
	readonly error?: string;
}

const golden = JSON.parse(
	readFileSync(new URL('../../../../tests/fixtures/evaluation/yaml.json', import.meta.url), 'utf8')
) as readonly Golden[];

function shown(value: Value): unknown {
	if (value instanceof Str) return value.text;
	if (value instanceof PyList) return value.items.map(shown);
	if (value instanceof PyDict) {
		return { dict: Array.from(value.entries(), ([key, item]) => [shown(key), shown(item)]) };
	}
	if (value instanceof PythonFunction) return { function: value.name };
	if (typeof value === 'bigint') return { int: String(value) };
	if (typeof value === 'number') return { float: print(value).text };
	return value;
}

function outcome(text: string): unknown {
	try {
		return withBudget(() => shown(readYaml(text, 'a.yaml')));
	} catch (error) {
		if (error instanceof TaskRefused) return error;
		throw error;
	}
}

/** What PyYAML reads and this does not, with the reason. */
const REFUSED_HERE: Readonly<Record<string, RegExp>> = {
	'k: 12:30\n': /12:30 is a number in base 60/,
	'k: 1:2.5\n': /1:2\.5 is a number in base 60/,
	'k: 2024-01-01\n': /2024-01-01 is a date/,
	'k: 2024-01-01 10:00:00\n': /2024-01-01 10:00:00 is a date/,
	'k: ! 12\n': /the tag ! is not known/,
	"k: !!int '12'\n": /the tag tag:yaml.org,2002:int is not known/,
	'k: !!float 1\n': /the tag tag:yaml.org,2002:float is not known/,
	"a: !!bool 'yes'\n": /the tag tag:yaml.org,2002:bool is not known/,
	'a: !!set {x, y}\n': /the tag tag:yaml.org,2002:set is not known/,
	'a: !!binary aGk=\n': /the tag tag:yaml.org,2002:binary is not known/,
	"a: 'x\ny'\n": /no YAML: line 1: Missing closing 'quote/,
	'a: "x\ny"\n': /no YAML: line 1: Missing closing "quote/
};

function isMapping(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'dict' in value;
}

test.each(golden.map((each) => ({ ...each, title: JSON.stringify(each.text) })))(
	'$title',
	({ text, value, error }) => {
		const own = outcome(text);
		const reason = REFUSED_HERE[text];
		if (reason !== undefined) expect((own as TaskRefused).message).toMatch(reason);
		else if (error !== undefined || !isMapping(value)) expect(own).toBeInstanceOf(TaskRefused);
		else expect(own).toEqual(value);
	}
);

test('refuses anchors that explode, and files that nest or go on without end', () => {
	const doubled = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`);
	const read = (text: string) => () => readYaml(text, 'a.yaml');
	expect(read(`a0: &a0 [x]\n${doubled.join('')}`)).toThrow(
		/a\.yaml: with what its anchors repeat it has more than 100000 values/
	);
	expect(read(`a: ${'['.repeat(60)}${']'.repeat(60)}\n`)).toThrow(/nests more than 50 levels/);
	expect(read(`a: ${'x'.repeat(200_001)}\n`)).toThrow(/longer than 200000 characters/);
});
