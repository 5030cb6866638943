/**
 * Whatever a stranger's bytes are, out comes a value or an error with a name, soon: docs/testing.md.
 * `npm test` tries the same 2,000 of each parser each time, `npm run test:long` 100,000 others.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import corpus from '../fixtures/fuzzing/corpus.json' with { type: 'json' };
import { expectTotal, fuzz } from '../fuzzing/fuzz.ts';
import { readInput } from '../fuzzing/parser.ts';
import { PARSERS } from '../fuzzing/parsers.ts';
import { REACHED_OTHERWISE } from '../fuzzing/reached-otherwise.ts';
import { isEveryDay } from '../property.ts';

const cases = isEveryDay ? 2_000 : 100_000;
/** Daily the same, so that it says the same of the same code. */
const seed = isEveryDay ? 20_261_130 : Math.floor(Math.random() * 2 ** 32);
/** Only to end what hangs. */
const timeout = 120_000 + cases * 30;

describe('changed at random, it is read or refused by name', () => {
	test.each(PARSERS.map((parser) => [parser.name, parser] as const))(
		'%s',
		{ timeout },
		(_, parser) => fuzz(parser, cases, seed)
	);
});

describe('what was found once is read or refused by name', () => {
	test.each(corpus.map((entry) => [entry.parser, entry.was, entry] as const))(
		'%s: %s',
		{ timeout },
		async (name, _, entry) => {
			const parser = PARSERS.find((each) => each.name === name);
			if (parser === undefined) throw new Error(`there is no parser "${name}"`);
			await expectTotal(parser, readInput(entry));
		}
	);
});

describe('the list of parsers', () => {
	const NAMED_LIKE_ONE =
		/^export (?:async )?function\*? ((?:parse|read|decode|unwrap|inflate|scan)[A-Z]\w*)/gm;
	const src = new URL('../../src/', import.meta.url);
	const modules = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
		(path) => path.endsWith('.ts') && !path.endsWith('.test.ts')
	);
	const exported = modules.flatMap((path) => {
		const code = readFileSync(new URL(path, src), 'utf8');
		return Array.from(code.matchAll(NAMED_LIKE_ONE), ([, name = '']) => `${path}: ${name}`);
	});
	const covered = new Set(PARSERS.flatMap(({ covers }) => covers));

	test('has every exported function that is named like one', () => {
		const missing = exported.filter(
			(name) => !covered.has(name) && !Object.hasOwn(REACHED_OTHERWISE, name)
		);
		expect(missing, 'new in src: to tests/fuzzing/parsers, or to reached-otherwise.ts').toEqual([]);
	});

	test('names only functions that are there, each name once', () => {
		const gone = [...covered, ...Object.keys(REACHED_OTHERWISE)].filter((name) => {
			const [path = '', fn = ''] = name.split(': ');
			const isThere = modules.includes(path);
			return (
				!isThere ||
				!new RegExp(`export (async )?function\\*? ${fn}\\b`).test(
					readFileSync(new URL(path, src), 'utf8')
				)
			);
		});
		expect(gone).toEqual([]);
		expect(new Set(PARSERS.map(({ name }) => name)).size).toBe(PARSERS.length);
	});
});
