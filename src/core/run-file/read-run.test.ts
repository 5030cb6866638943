import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { exampleRun, unsealedRun } from '../../../tests/fixtures/example-run.ts';
import {
	exampleFillMaskRun,
	unsealedFillMaskRun
} from '../../../tests/fixtures/example-fill-mask-run.ts';
import { AppError } from '../errors.ts';
import { readAnyRun, sealAnyRun } from './any-run-file.ts';
import { checkKeys, readJsonObject } from './bounded-json.ts';
import { readRun } from './read-run.ts';
import { jsonPath } from './run-fields.ts';
import { runId } from './run-id.ts';
import { RUN_LIMITS, RUN_VERSION } from './schema.ts';
import type { Run } from './schema.ts';
import { sealRun } from './seal-run.ts';
import { runFileName, serializeRun } from './write-run.ts';
import fc, { examples } from '../../../tests/property.ts';

function errorOf(input: string | Uint8Array): AppError {
	try {
		readRun(input);
	} catch (error) {
		if (error instanceof AppError) return error;
		throw error;
	}
	throw new Error('was read');
}

/** The example with one change, and the id that fits it. */
function changed(change: (run: Run) => void): string {
	const run = structuredClone(exampleRun());
	change(run);
	run.id = runId(run);
	return JSON.stringify(run);
}

describe('a sealed run', () => {
	it('is read back as it was, from text and from bytes, with or without a byte order mark', () => {
		const run = exampleRun();
		const text = serializeRun(run);
		expect(readRun(text)).toEqual(run);
		expect(readRun(`\uFEFF${text}`)).toEqual(run);
		expect(readRun(new TextEncoder().encode(text))).toEqual(run);
		expect(readRun(new TextEncoder().encode(`\uFEFF${text}`))).toEqual(run);
	});

	it('is written with tabs and ends with a line end', () => {
		expect(serializeRun(exampleRun())).toMatch(
			/^\{\n\t"type": "glasshouse.run",\n\t"version": 1,\n\t"id"[^]*\n\}\n$/
		);
	});

	it('keeps its id when keys change order or notes change', () => {
		const run = exampleRun();
		const reversed = Object.fromEntries(Object.entries(run).reverse());
		expect(readRun(JSON.stringify(reversed))).toEqual(run);
		const noted = { ...run, notes: { title: 'Other', text: 'words' } };
		expect(readRun(JSON.stringify(noted)).id).toBe(run.id);
	});

	it('has a file name of date, model and id', () => {
		const run = exampleRun();
		const id = run.id.slice(7, 15);
		expect(runFileName(run, 'Sprout int8')).toBe(`2026-11-22-sprout-int8-${id}.run.json`);
		const odd = runFileName(run, '../../Ünïcode / 7B int8');
		expect(odd).toBe(`2026-11-22-n-code-7b-int8-${id}.run.json`);
		expect(runFileName(run, 'x'.repeat(100))).toBe(`2026-11-22-${'x'.repeat(60)}-${id}.run.json`);
		expect(runFileName(run, 'Sprout q4 (f16)')).toBe(`2026-11-22-sprout-q4-f16-${id}.run.json`);
		expect(runFileName(run, null)).toBe(
			`2026-11-22-model-${run.model.digest.slice(7, 15)}-${id}.run.json`
		);
	});

	it('is not sealed when it could not be read again', () => {
		const unsealed = unsealedRun();
		const first = unsealed.output.tokens[0];
		if (first === undefined) throw new Error('no token');
		first.logprob = -Infinity;
		expect(() => sealRun(unsealed)).toThrow(
			expect.objectContaining({
				code: 'run-field-invalid',
				details: expect.objectContaining({ path: 'output.tokens[0].logprob' }) as unknown
			})
		);
	});
});

describe('reading', () => {
	it('notices any change outside the notes, and names both ids', () => {
		const run = exampleRun();
		const edited = { ...run, environment: { ...run.environment, os: 'Plan 9' } };
		const error = errorOf(JSON.stringify(edited));
		expect(error.code).toBe('run-id-mismatch');
		expect(error.details).toEqual({ expected: runId(edited), actual: run.id });
	});

	it.each([
		['run-not-json', ''],
		['run-not-json', '{'],
		['run-not-json', Uint8Array.of(0x22, 0xff, 0x22)],
		['run-not-a-run', 'null'],
		['run-not-a-run', '[]'],
		['run-not-a-run', '"glasshouse.run"'],
		['run-not-a-run', '{"type":"other"}'],
		['run-not-a-run', '{"__proto__":{"type":"glasshouse.run"}}'],
		['run-unknown-version', '{"type":"glasshouse.run"}'],
		['run-unknown-version', '{"type":"glasshouse.run","version":2}'],
		['run-unknown-version', '{"type":"glasshouse.run","version":0}'],
		['run-unknown-version', '{"type":"glasshouse.run","version":"1"}'],
		['run-unknown-version', '{"type":"glasshouse.run","version":1.5}'],
		['run-field-invalid', '{"type":"glasshouse.run","version":1}'],
		['run-too-deep', '['.repeat(1_000_000)],
		['run-too-deep', '{"a":'.repeat(40)]
	])('gives %s for %s', (code, input) => {
		expect(errorOf(input).code).toBe(code);
	});

	it('tells a file whose end is missing from one of another kind', () => {
		const whole = new TextEncoder().encode('{"a":["é, \\" ]}"]}');
		expect(() => readJsonObject(whole)).not.toThrow();
		for (let length = 1; length < whole.length; length++) {
			const { code, details } = errorOf(whole.slice(0, length));
			expect([length, code, details]).toEqual([length, 'run-not-json', { isCutShort: true }]);
		}
		for (const other of ['', 'a letter {', '[1', '{"a":}', '{"a":1}}']) {
			expect(errorOf(other).details).toEqual({ isCutShort: false });
		}
		expect(errorOf(Uint8Array.of(0x7b, 0xff, 0x22)).details).toEqual({ isCutShort: false });
	});

	it('names the version that it does not know', () => {
		const error = errorOf('{"type":"glasshouse.run","version":7}');
		expect(error.details).toEqual({ version: 7, newest: 1 });
	});

	it.each([
		['"x"', '"x"'],
		['null', 'null'],
		[`"${'x'.repeat(100)}"`, `"${'x'.repeat(39)}`],
		['1.5', 1.5],
		['-1', -1]
	])('names the version %s as %j', (version, named) => {
		const error = errorOf(`{"type":"glasshouse.run","version":${version}}`);
		expect(error.details).toEqual({ version: named, newest: 1 });
		expect(errorOf('{"type":"glasshouse.run"}').details).toEqual({ version: 'none', newest: 1 });
	});

	it('says that no type is no run, though the file inherits one', () => {
		const error = errorOf('{"__proto__":{"type":"glasshouse.run"},"version":1}');
		expect(error.code).toBe('run-not-a-run');
	});

	it('refuses a file over the size limit before looking at it', () => {
		const error = errorOf(new Uint8Array(RUN_LIMITS.fileBytes + 1));
		expect(error.code).toBe('run-too-large');
		const text = () => readJsonObject('{"a":1}', 6);
		expect(text).toThrow(
			expect.objectContaining({ details: { sizeBytes: 7, limitBytes: 6 } }) as Error
		);
		expect(readJsonObject('{"a":1}', 7)).toEqual({ a: 1 });
	});

	it('counts how deep brackets are nested, and lets 32 pass', () => {
		const nested = (depth: number, open: string, close: string) =>
			`{"a":${open.repeat(depth - 1)}1${close.repeat(depth - 1)}}`;
		for (const [open, close] of [
			['[', ']'],
			['{"a":', '}']
		] as const) {
			expect(readJsonObject(nested(32, open, close))).toHaveProperty('a');
			expect(() => readJsonObject(nested(33, open, close))).toThrow(
				expect.objectContaining({ code: 'run-too-deep', details: { limit: 32 } }) as Error
			);
		}
		expect(readJsonObject(`{"a":[${'[],{},'.repeat(50)}1]}`)).toHaveProperty('a');
		expect(readJsonObject(`{"a":"${'\\"['.repeat(50)}"}`)).toHaveProperty('a');
		expect(readJsonObject(`{"a":"\\\\","b":"${'['.repeat(50)}"}`)).toHaveProperty('b');
	});

	it('takes a byte order mark at the beginning only', () => {
		expect(readJsonObject('\uFEFF{"a":"\uFEFF"}')).toEqual({ a: '\uFEFF' });
		expect(() => readJsonObject('{\uFEFF}')).toThrow(AppError);
	});

	it('names the path of a refused key, in lists and objects', () => {
		const pathOf = (json: string) => {
			try {
				checkKeys(JSON.parse(json), []);
			} catch (error) {
				return (error as AppError).details;
			}
			return null;
		};
		const expected = 'no such field';
		expect(pathOf('{"a":[1,{"b":{"constructor":1}}]}')).toEqual({
			path: 'a[1].b.constructor',
			expected
		});
		expect(pathOf('{"prototype":null}')).toEqual({ path: 'prototype', expected });
		expect(pathOf('[[{"__proto__":1}]]')).toEqual({ path: '[0][0].__proto__', expected });
		expect(pathOf('{"a":[null,"constructor",{"b":null}]}')).toBeNull();
	});

	it('does not count brackets inside strings as depth', () => {
		const text = changed((run) => (run.notes.text = `${'['.repeat(100)}"\\"{{{`));
		expect(readRun(text).notes.text).toContain('[[[');
	});

	it('takes the last of two equal keys, and checks the id against that', () => {
		const run = exampleRun();
		const text = serializeRun(run);
		expect(readRun(text.replace('"seed"', '"seed": "1", "seed"'))).toEqual(run);
		expect(errorOf(text.replace(/("seed": "42")/, '$1, "seed": "1"')).code).toBe('run-id-mismatch');
	});

	it.each(['__proto__', 'constructor', 'prototype', 'toString', 'extra'])(
		'refuses the extra key %s anywhere',
		(key) => {
			const text = serializeRun(exampleRun());
			for (const place of [
				'{\n\t"type"',
				'"engine": {',
				'"options": {',
				'"logit_bias": {',
				'"alternatives": [\n\t\t\t\t\t{'
			]) {
				const insert = place.startsWith('{')
					? `{"${key}": {"a": 1}, "type"`
					: `${place} "${key}": {"a": 1},`;
				expect(text).toContain(place);
				expect(errorOf(text.replace(place, insert)).code).toBe('run-field-invalid');
			}
			expect(Object.prototype).not.toHaveProperty('a');
		}
	);

	it.each<[string, (run: Run) => void]>([
		[
			'output.tokens[1].logprob',
			(run) => Object.assign(run.output.tokens[1] ?? {}, { logprob: 1 })
		],
		[
			'output.tokens[2].alternatives[0].text',
			(run) => Object.assign(run.output.tokens[2]?.alternatives[0] ?? {}, { text: 5 })
		],
		['output.tokens', (run) => run.output.tokens.pop()],
		['output.tokens[0].id', (run) => Object.assign(run.output.tokens[0] ?? {}, { id: 99 })],
		['output.token_ids[0]', (run) => (run.request.forced_token_ids = [6])],
		['output.token_ids', (run) => (run.request.max_tokens = 2)],
		['output.stop_sequence', (run) => (run.output.stop_sequence = 'END')],
		[
			'output.stop_sequence',
			(run) => Object.assign(run.output, { stop_sequence: 'The end', finish_reason: 'length' })
		],
		['output.finish_reason', (run) => (run.request.stop_token_ids = [])],
		['usage.input_tokens', (run) => (run.usage.input_tokens = 5)],
		['usage.output_tokens', (run) => (run.usage.output_tokens = 0)],
		['request.prompt', (run) => (run.request.prompt = 'text')],
		['request.prompt', (run) => (run.request.mode = 'completion')],
		['request.messages', (run) => Object.assign(run.request, { mode: 'completion', prompt: 'x' })],
		['request.messages', (run) => (run.request.messages = [])],
		['request.template_digest', (run) => (run.request.template_digest = null)],
		[
			'request.template_digest',
			(run) => Object.assign(run.request, { mode: 'completion', prompt: 'x', messages: [] })
		],
		['request.date', (run) => (run.request.date = '2026-11-30')],
		['request.date', (run) => (run.request.date = '2026-02-30T00:00:00')],
		[
			'request.date',
			(run) =>
				Object.assign(run.request, {
					...{ mode: 'completion', prompt: 'x', messages: [] },
					...{ template_digest: null, date: '2026-11-30T07:08:09' }
				})
		],
		[
			'request.spelled_tokens.tokens',
			(run) => (run.request.spelled_tokens = { read_as: 'text', tokens: [] })
		],
		[
			'request.spelled_tokens.read_as',
			(run) =>
				Object.assign(run.request, {
					...{ mode: 'completion', prompt: 'x', messages: [], template_digest: null },
					spelled_tokens: { read_as: 'text', tokens: ['<s>'] }
				})
		],
		['request.seed', (run) => (run.request.seed = '18446744073709551616')],
		['request.seed', (run) => (run.request.seed = '01')],
		['request.temperature', (run) => (run.request.temperature = -1)],
		['request.logit_bias', (run) => Object.assign(run.request, { logit_bias: [] })],
		['request.logit_bias.x', (run) => Object.assign(run.request, { logit_bias: { x: 1 } })],
		['model.digest', (run) => (run.model.digest = run.output.logits_digest)],
		['model.resources', (run) => run.model.resources.push(...run.model.resources.slice(0, 1))],
		['created', (run) => (run.created = '2026-13-01T00:00:00Z')],
		['engine.threads', (run) => (run.engine.threads = 0)]
	])('names the path %s of what is wrong', (path, change) => {
		const error = errorOf(changed(change));
		expect(error.code).toBe('run-field-invalid');
		expect(error.details['path']).toBe(path);
		expect(error.details['expected']).toEqual(expect.any(String));
	});

	it.each<[string, string, string, (run: Run) => void]>([
		[
			'request.seed',
			'whole number from 0 to 18446744073709551615',
			'is not a whole number from 0 to 18446744073709551615',
			(run) => (run.request.seed = '-1')
		],
		[
			'request.temperature',
			'',
			'is neither 0 nor from 0.001 to 100',
			(run) => Object.assign(run.request, { temperature: 'x' })
		],
		[
			'request.logit_bias',
			'is a list',
			'is a list, not an object',
			(run) => Object.assign(run.request, { logit_bias: [] })
		],
		[
			'request.logit_bias.x',
			'a token id',
			'is not a token id',
			(run) => (run.request.logit_bias = { x: 1 })
		],
		[
			'request.date',
			'a time like 2026-11-30T07:08:09',
			'is not a time like 2026-11-30T07:08:09',
			(run) => (run.request.date = 'today')
		],
		[
			'created',
			'a time like 2026-11-22T08:00:00.000Z',
			'is not a time like 2026-11-22T08:00:00.000Z',
			(run) => (run.created = 'today')
		],
		[
			'output.logits_digest',
			'"sha256:" and 64 hex digits',
			'is not "sha256:" and 64 hex digits',
			(run) => (run.output.logits_digest = 'x')
		],
		[
			'output.tokens[0].logits_digest',
			'16 hex digits',
			'is not 16 hex digits',
			(run) => Object.assign(run.output.tokens[0] ?? {}, { logits_digest: 'x' })
		]
	])('says of %s what is wrong with it', (path, expected, problem, change) => {
		const { details } = errorOf(changed(change));
		expect(details).toMatchObject({ path, problem });
		expect(String(details['expected'])).toContain(expected);
	});

	it('names a field that is unknown as one that is not there', () => {
		const error = errorOf(JSON.stringify({ ...exampleRun(), extra: 1 }));
		expect(error.details).toMatchObject({ path: 'extra', expected: 'no such field' });
		expect(
			errorOf(changed((run) => Object.assign(run.usage, { input_tokens: 'x' }))).details
		).toMatchObject({
			path: 'usage.input_tokens',
			expected: 'number'
		});
	});

	it('keeps paths and problems of hostile files short', () => {
		const long = 'x'.repeat(1000);
		const { details } = errorOf(JSON.stringify({ ...exampleRun(), [long]: 1 }));
		expect(details['path']).toBe('x'.repeat(300));
		expect(String(details['problem']).length).toBeLessThanOrEqual(300);
		expect(jsonPath(['a', 0, 1, 'b'])).toBe('a[0][1].b');
		expect(jsonPath([0])).toBe('[0]');
		const named = errorOf(changed((run) => (run.request.sampler = long as never)));
		expect(named.details['problem']).toHaveLength(300);
	});

	it('takes the date that a chat template was told', () => {
		const run = unsealedRun();
		const dated = sealRun({ ...run, request: { ...run.request, date: '2026-11-30T07:08:09' } });
		expect(readRun(serializeRun(dated)).request.date).toBe('2026-11-30T07:08:09');
	});

	it('takes the control tokens that a message spells', () => {
		const run = unsealedRun();
		const spelled = { read_as: 'text', tokens: ['<|im_end|>'] } as const;
		const request = { ...run.request, spelled_tokens: { ...spelled, tokens: [...spelled.tokens] } };
		const sealed = sealRun({ ...run, request });
		expect(readRun(serializeRun(sealed)).request.spelled_tokens).toEqual(spelled);
	});

	it('is total: any text gives a run or an AppError', () => {
		const text = serializeRun(exampleRun());
		const damage = fc.tuple(
			fc.nat(text.length),
			fc.nat(30),
			fc.oneof(fc.string({ maxLength: 10 }), fc.constantFrom('{', '[', '"', 'null', '1e999', '-0'))
		);
		fc.assert(
			fc.property(
				fc.oneof(fc.string(), fc.json(), fc.array(damage, { minLength: 1, maxLength: 4 })),
				(input) => {
					const damaged =
						typeof input === 'string'
							? input
							: input.reduce(
									(out, [at, length, insert]) => out.slice(0, at) + insert + out.slice(at + length),
									text
								);
					try {
						expect(readRun(damaged).type).toBe('glasshouse.run');
					} catch (error) {
						expect(error).toBeInstanceOf(AppError);
						expect((error as AppError).code).toMatch(/^run-/);
					}
				}
			),
			{ numRuns: examples(300) }
		);
	});

	it('is total for bytes, too', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
				expect(errorOf(bytes).code).toMatch(/^run-not/);
			}),
			{ numRuns: examples(100) }
		);
	});
});

it('says that a number JSON turns into Infinity is out of range', () => {
	const text = serializeRun(exampleRun()).replace('"total_ms": 30', '"total_ms": 1e999');
	expect(errorOf(text)).toMatchObject({
		code: 'run-field-invalid',
		details: { path: 'timing.total_ms' }
	});
});

it('is read and sealed by its type where runs of several kinds may come', () => {
	const filled = exampleFillMaskRun();
	expect(readAnyRun(serializeRun(exampleRun()))).toEqual(exampleRun());
	expect(readAnyRun(new TextEncoder().encode(serializeRun(filled)))).toEqual(filled);
	expect(sealAnyRun(unsealedRun())).toEqual(exampleRun());
	expect(sealAnyRun(unsealedFillMaskRun())).toEqual(filled);
});

it('reads a file of every version that ever was', () => {
	const fixture = new URL('../../../tests/fixtures/run-1.run.json', import.meta.url);
	const run = readRun(readFileSync(fixture));
	expect(run).toMatchObject({ version: RUN_VERSION, output: { text: 'A fox' } });
});
