import { deflateSync } from 'fflate';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import {
	exampleFillMaskRun,
	unsealedFillMaskRun
} from '../../../tests/fixtures/example-fill-mask-run.ts';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { AppError } from '../errors.ts';
import { sealFillMaskRun } from '../fill-mask/fill-mask-file.ts';
import { sealRun } from '../run-file/seal-run.ts';
import { DEFAULT_SETTINGS } from '../sampling/settings.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { inflateBounded } from './bounded-inflate.ts';
import { RECIPE_1 } from './link-1.ts';
import { toPairs } from './link-fields.ts';
import { LINK_LIMITS } from './link-schema.ts';
import type { FillLink, RecipeLink, RunLink } from './link-schema.ts';
import { promptDigest } from './prompt-digest.ts';
import { linkKind, readLink } from './read-link.ts';
import {
	fillLinkOfRun,
	fillRecipeOfRun,
	recipeOfRun,
	runLinkOfRun,
	writeComparisonLink,
	writeFillLink,
	writeRecipeLink,
	writeRunLink
} from './write-link.ts';
import fc from '../../../tests/property.ts';

const run = exampleRun();

function codeOf(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		if (error instanceof AppError) return error.code;
		throw error;
	}
	return 'none';
}

function recipe(changes: Partial<RecipeLink['request']> = {}): RecipeLink {
	return {
		title: '',
		model: {
			name: 'Sprout',
			format: 'onnx',
			quantization: 'int8',
			digest: run.model.digest,
			source: null,
			size_bytes: null
		},
		request: {
			mode: 'chat',
			messages: [{ role: 'user', content: 'Tell me a story about a fox and a lantern.' }],
			prompt: null,
			forced_token_ids: [],
			sampler: 'gumbel-philox/1',
			seed: '42',
			...DEFAULT_SETTINGS,
			max_tokens: 120,
			stop_sequences: [],
			...changes
		}
	};
}

/** A run of 200 tokens from a vocabulary of 152,000, ids as unequal as text makes them. */
function longRun(): RunLink {
	const ids = Array.from({ length: 200 }, (_, i) => {
		const spread = (i * 7919 + 13) % 1009;
		return Math.floor(150_000 * (spread / 1009) ** 3);
	});
	const base = runLinkOfRun(run, true);
	const messages = [
		{ role: 'system' as const, content: 'You are a helpful assistant. Answer in plain English.' },
		{
			role: 'user' as const,
			content:
				'Explain to a child of ten why the sky is blue during the day but red in the evening, ' +
				'with one comparison from everyday life and without the word "wavelength".'
		}
	];
	return {
		...base,
		request: { ...recipe({ messages, seed: '13907268450117532891' }).request, max_tokens: 200 },
		made: {
			...base.made,
			engine: {
				...base.made.engine,
				options: { 'session.disable_quant_qdq': '1' },
				adapter: { vendor: 'nvidia', architecture: 'ampere' }
			},
			stop_token_ids: [151643, 151645],
			token_ids: ids,
			finish_reason: 'length',
			stop_sequence: null
		}
	};
}

describe('a link', () => {
	test('gives back the recipe of a run, field by field', () => {
		const written = recipeOfRun(run, false);
		expect(readLink(writeRecipeLink(written))).toEqual({ kind: 'recipe', recipe: written });
	});

	test('gives back everything of a run that verification needs', () => {
		const written = runLinkOfRun(run, true);
		expect(readLink(writeRunLink(written))).toEqual({ kind: 'run', run: written });
		expect(written.made.prompt_digest).toBe(promptDigest(run.request.prompt_token_ids));
	});

	test('holds the text, but not where only without it the link is short enough', () => {
		/** Not compressible. */
		const letters = (count: number) => {
			let state = 7;
			return Array.from({ length: count }, () => {
				state = (state * 48_271) % 0x7fff_ffff;
				return String.fromCharCode(97 + (state % 26));
			}).join('');
		};
		const { made, ...rest } = runLinkOfRun(run, true);
		const textOf = (text: string, tokens: number) => {
			const ids = Array.from({ length: tokens }, (_, i) => (i * 7919) % 50_000);
			const request = { ...rest.request, max_tokens: 5000, forced_token_ids: [] };
			const ended = { finish_reason: 'length' as const, stop_sequence: null };
			const link = { ...rest, request, made: { ...made, ...ended, token_ids: ids, text } };
			const fragment = writeRunLink(link);
			const read = readLink(fragment);
			const columns = [{ kind: 'run' as const, run: link }];
			const compared = readLink(writeComparisonLink({ title: '', columns }));
			const [column] = compared.kind === 'comparison' ? compared.comparison.columns : [];
			const [alone, beside] = [read, column].map((each) =>
				each?.kind === 'run' ? each.run.made.text : null
			);
			expect(beside).toBe(alone);
			return { text: alone, isShort: fragment.length < LINK_LIMITS.portableCharacters };
		};
		expect(textOf(letters(300), 60)).toEqual({ text: letters(300), isShort: true });
		expect(textOf('', 0)).toEqual({ text: '', isShort: true });
		expect(textOf(letters(3000), 300)).toEqual({ text: undefined, isShort: true });
		expect(textOf(letters(3000), 3000)).toEqual({ text: letters(3000), isShort: false });
	});

	test('keeps settings that are far from the defaults', () => {
		const odd = recipe({
			mode: 'completion',
			messages: [],
			prompt: 'Zwölf Boxkämpfer 🦊',
			seed: '18446744073709551615',
			temperature: 0,
			top_k: 0,
			top_p: 1,
			min_p: 0.05,
			presence_penalty: -1.5,
			logit_bias: { '7': -100, '151645': 3.25 },
			max_tokens: 7,
			stop_sequences: ['\n\n', 'END'],
			forced_token_ids: [1, 4_294_967_295]
		});
		expect(readLink(writeRecipeLink(odd))).toEqual({ kind: 'recipe', recipe: odd });
	});

	test('is read from a whole address, and with punctuation that a text put behind it', () => {
		const fragment = writeRecipeLink(recipe());
		for (const address of [
			`#${fragment}`,
			`https://example.org/play/?a=b#${fragment}`,
			`${fragment}).`
		]) {
			expect(readLink(address)).toEqual(readLink(fragment));
			expect(linkKind(address)).toBe('recipe');
		}
		expect(linkKind('#/runs')).toBeNull();
	});

	test('of a normal recipe has fewer than 500 characters', () => {
		expect(writeRecipeLink(recipe()).length).toBeLessThan(250);
		const long = recipe({ messages: longRun().request.messages });
		expect(writeRecipeLink(long).length).toBeLessThan(500);
	});

	test('of a run of 200 tokens from a large vocabulary has fewer than 2,000 characters', () => {
		expect(writeRunLink(longRun()).length).toBeLessThan(2000);
	});

	test('leaves out a half character at the end of a title that is cut', () => {
		const titled = sealRun({ ...run, notes: { title: `${'x'.repeat(199)}🦊`, text: '' } });
		expect(recipeOfRun(titled, true).title).toBe('x'.repeat(199));
	});

	test('cannot be written when it could not be read', () => {
		expect(codeOf(() => writeRecipeLink(recipe({ messages: [] })))).toBe('link-malformed');
		expect(codeOf(() => writeRecipeLink(recipe({ temperature: -1 })))).toBe('link-malformed');
	});
});

test('the date that a template was told travels along, and only in chat', () => {
	const dated = recipe({ date: '2026-11-30T07:08:09' });
	expect(readLink(writeRecipeLink(dated))).toEqual({ kind: 'recipe', recipe: dated });
	expect(writeRecipeLink(recipe())).toBe(writeRecipeLink(recipe({ date: undefined })));
	for (const changes of [
		{ date: '2026-02-30T07:08:09' },
		{ date: 'today' },
		{ date: '2026-11-30T07:08:09', mode: 'completion', prompt: 'A', messages: [] }
	] as const) {
		expect(codeOf(() => writeRecipeLink(recipe(changes as Partial<RecipeLink['request']>)))).toBe(
			'link-malformed'
		);
	}
});

test('control tokens that a prompt spells travel along, as text only in chat', () => {
	const spelled = (read_as: 'text' | 'control') => ({
		spelled_tokens: { read_as, tokens: ['<|im_end|>', '<s>'] }
	});
	for (const request of [
		spelled('text'),
		{ ...spelled('control'), mode: 'completion' as const, prompt: '<|im_end|><s>', messages: [] }
	]) {
		const link = recipe(request);
		expect(readLink(writeRecipeLink(link))).toEqual({ kind: 'recipe', recipe: link });
	}
	expect(writeRecipeLink(recipe())).toBe(writeRecipeLink(recipe({ spelled_tokens: undefined })));
	const wrong: Partial<RecipeLink['request']>[] = [
		{ spelled_tokens: { read_as: 'text', tokens: [] } },
		{ ...spelled('text'), mode: 'completion', prompt: 'A', messages: [] }
	];
	for (const changes of wrong) {
		expect(codeOf(() => writeRecipeLink(recipe(changes)))).toBe('link-malformed');
	}
});

describe('a comparison link', () => {
	const columns = [
		{ kind: 'run' as const, run: runLinkOfRun(run, true) },
		{ kind: 'recipe' as const, recipe: recipe({ temperature: 0.2 }) },
		{ kind: 'recipe' as const, recipe: recipe({ temperature: 1.2 }) }
	];

	test('gives back its columns, written ones and asked ones', () => {
		const comparison = { title: 'Colder and hotter', columns };
		const fragment = writeComparisonLink(comparison);
		expect(linkKind(fragment)).toBe('comparison');
		expect(readLink(fragment)).toEqual({ kind: 'comparison', comparison });
	});

	test('of three recipes costs little more than one: what is the same is said once', () => {
		const { messages } = longRun().request;
		const three = [0.2, 0.7, 1.2].map((temperature) => ({
			kind: 'recipe' as const,
			recipe: recipe({ messages, temperature })
		}));
		const one = writeRecipeLink(recipe({ messages }));
		expect(writeComparisonLink({ title: '', columns: three }).length).toBeLessThan(
			1.25 * one.length
		);
	});

	test('names the column that is wrong, and has at least one', () => {
		const wrong = { kind: 'recipe' as const, recipe: recipe({ messages: [] }) };
		expect(() => writeComparisonLink({ title: '', columns: [...columns, wrong] })).toThrow(
			expect.objectContaining({
				code: 'link-malformed',
				details: expect.objectContaining({ path: 'columns[3].request.messages' }) as unknown
			})
		);
		expect(codeOf(() => writeComparisonLink({ title: '', columns: [] }))).toBe('link-malformed');
		const many = Array.from({ length: 257 }, () => wrong);
		expect(codeOf(() => writeComparisonLink({ title: '', columns: many }))).toBe('link-malformed');
	});
});

describe('a fill link', () => {
	const filled = exampleFillMaskRun();
	const link = fillLinkOfRun(filled, false);

	test('gives back every field that verification needs', () => {
		const fragment = writeFillLink(link);
		expect(linkKind(fragment)).toBe('fill');
		expect(readLink(fragment)).toEqual({ kind: 'fill', fill: link });
		const { made } = link;
		expect(made).toMatchObject({ run_id: filled.id, output: filled.output });
	});

	test('of a recipe says what was asked, and nothing of the answer', () => {
		const asked = fillRecipeOfRun(filled, true);
		expect(readLink(writeFillLink(asked))).toEqual({ kind: 'fill', fill: asked });
		expect(asked).toMatchObject({ request: filled.request, made: null });
	});

	/** The example with as many alternatives as the app records. */
	function longer(masking: 'together' | 'one-by-one') {
		const copy = unsealedFillMaskRun();
		copy.request = { ...copy.request, masking, top_k: 50 };
		copy.usage = { ...copy.usage, forward_passes: masking === 'together' ? 1 : 2 };
		for (const answer of copy.output.sentences[0]?.answers ?? []) {
			answer.alternatives = Array.from({ length: 50 }, (_, id) => ({
				id: 1000 + id,
				text: ` word${id}`,
				logprob: -0.1 - id * Math.SQRT1_2
			}));
		}
		return fillLinkOfRun(sealFillMaskRun(copy), false);
	}

	test.each([
		['together', 8],
		['one-by-one', 1]
	] as const)('of masks hidden %s keeps the %i likeliest tokens of each', (masking, kept) => {
		const { made, request } = longer(masking);
		expect(request.top_k).toBe(kept);
		const lengths = made?.output.sentences[0]?.answers.map((each) => each.alternatives.length);
		expect(lengths).toEqual([kept, kept]);
		expect(writeFillLink(longer(masking)).length).toBeLessThan(1200);
	});

	const changed = (change: (copy: FillLink) => void) => () => {
		const copy = structuredClone(link);
		change(copy);
		return writeFillLink(copy);
	};

	test.each<[string, (copy: FillLink) => void]>([
		['no sentences', (copy) => (copy.request.sentences = [])],
		[
			'a position outside of its sentence',
			({ request: { sentences } }) => sentences[0]?.masked_positions.push(99)
		],
		[
			'a mask that is not among the positions',
			({ request: { sentences } }) => sentences[0]?.masked_positions.pop()
		],
		['an answer too few', ({ made }) => made?.output.sentences[0]?.answers.pop()],
		[
			'a probability above 1',
			({ made }) => {
				const best = made?.output.sentences[0]?.answers[0]?.alternatives[0];
				if (best !== undefined) best.logprob = 0.5;
			}
		]
	])('with %s cannot be written, and so not be read', (_what, change) => {
		expect(codeOf(changed(change))).toBe('link-malformed');
	});

	test('that was cut, changed, inflated or made by a later version is refused by name', () => {
		const fragment = writeFillLink(link);
		for (let at = 'fill=1.'.length; at < fragment.length; at += 7) {
			const other = fragment[at] === 'A' ? 'B' : 'A';
			const damaged = fragment.slice(0, at) + other + fragment.slice(at + 1);
			expect(codeOf(() => readLink(damaged))).toMatch(/^link-/);
			expect(codeOf(() => readLink(fragment.slice(0, at)))).toBe('link-malformed');
		}
		expect(codeOf(() => readLink(fragment.replace('=1', '=2')))).toBe('link-unknown-version');
		expect(codeOf(() => readLink(fragment.replace('fill=', 'run=')))).toBe('link-malformed');
		const bomb = toBase64Url(deflateSync(new Uint8Array(8 * 1024 * 1024), { level: 1 }));
		expect(codeOf(() => readLink(`fill=1.${bomb}`))).toBe('link-too-large');
	});
});

describe('links of version 1', () => {
	const folder = new URL('../../../tests/fixtures/links/', import.meta.url);
	const names = readdirSync(folder).filter((name) => name.endsWith('.link'));

	test('are kept as fixtures', () => {
		expect(names.length).toBeGreaterThanOrEqual(4);
	});

	test.each(names)('open for ever: %s', (name) => {
		const link = readFileSync(new URL(name, folder), 'utf8').trim();
		const expected = readFileSync(new URL(name.replace('.link', '.json'), folder), 'utf8');
		expect(readLink(link)).toEqual(JSON.parse(expected));
	});
});

describe('reading a link', () => {
	const fragment = writeRunLink(runLinkOfRun(run, true));

	test('notices every single changed or missing character', () => {
		for (let at = 'run=1.'.length; at < fragment.length; at++) {
			const other = fragment[at] === 'A' ? 'B' : 'A';
			const changed = fragment.slice(0, at) + other + fragment.slice(at + 1);
			// The last character has spare bits that mean nothing; there the content is the same.
			if (at === fragment.length - 1 && codeOf(() => readLink(changed)) === 'none') {
				expect(readLink(changed)).toEqual(readLink(fragment));
				continue;
			}
			expect(codeOf(() => readLink(changed))).toMatch(/^link-/);
			expect(codeOf(() => readLink(fragment.slice(0, at)))).toBe('link-malformed');
		}
	});

	test('names a version that it does not know', () => {
		expect(codeOf(() => readLink(fragment.replace('run=1', 'run=2')))).toBe('link-unknown-version');
		expect(codeOf(() => readLink('recipe=.'))).toBe('link-malformed');
	});

	test('refuses a recipe that claims to be a run', () => {
		const claimed = writeRecipeLink(recipe()).replace('recipe=', 'run=');
		expect(codeOf(() => readLink(claimed))).toBe('link-malformed');
	});

	test('refuses fields that version 1 does not have', () => {
		const message = RECIPE_1.encode(toPairs(recipe()));
		const more = new Uint8Array([...message, 0x78, 1]);
		expect(codeOf(() => RECIPE_1.decode(more))).toBe('link-malformed');
		expect(codeOf(() => RECIPE_1.decode(new Uint8Array([...message, ...message])))).toBe(
			'link-malformed'
		);
	});

	test('stops inflating a bomb at the limit', () => {
		const bomb = deflateSync(new Uint8Array(8 * 1024 * 1024), { level: 1 });
		expect(bomb.length).toBeLessThan(100_000);
		expect(codeOf(() => readLink(`run=1.${toBase64Url(bomb)}`))).toBe('link-too-large');
	});

	test('refuses a link of megabytes before looking into it', () => {
		const long = `run=1.${'A'.repeat(LINK_LIMITS.characters)}`;
		expect(codeOf(() => readLink(long))).toBe('link-too-large');
	});

	test('gives no DEFLATE stream and half a stream the same name', () => {
		const whole = deflateSync(
			new Uint8Array(5000).map((_, i) => i * i),
			{ level: 9 }
		);
		expect(inflateBounded(whole, 5000)).toHaveLength(5000);
		expect(codeOf(() => inflateBounded(whole, 4999))).toBe('link-too-large');
		expect(codeOf(() => inflateBounded(whole.subarray(0, 100), 5000))).toBe('link-malformed');
		expect(codeOf(() => inflateBounded(new Uint8Array(0), 5000))).toBe('link-malformed');
		expect(codeOf(() => inflateBounded(new Uint8Array([7, 7, 7]), 5000))).toBe('link-malformed');
	});
});

test('base64url gives back any bytes', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
			const text = toBase64Url(bytes);
			expect(text).toBe(Buffer.from(bytes).toString('base64url'));
			expect(Array.from(fromBase64Url(text))).toEqual(Array.from(bytes));
		})
	);
	expect(codeOf(() => fromBase64Url('a'))).toBe('link-malformed');
	expect(codeOf(() => fromBase64Url('aä'))).toBe('link-malformed');
	expect(codeOf(() => fromBase64Url('a='))).toBe('link-malformed');
});
