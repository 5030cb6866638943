/** The built-in model in Node: what it says of a prompt read in chunks, and of one read token by token. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readLink } from '#core/link/read-link.ts';
import { runLinkOfRun, writeRunLink } from '#core/link/write-link.ts';
import { readRun } from '#core/run-file/read-run.ts';
import { serializeRun } from '#core/run-file/write-run.ts';
import type { Run } from '#core/run-file/schema.ts';
import { claimOfRun, type Claim } from '#core/verification/claim.ts';
import type { EngineSession, Prefill } from '#engines/engine.ts';
import { verifyClaim, type LoadedSession } from '#worker/verify-claim.ts';
import { makeRun, nodeRequest } from './make-run.ts';
import { openModel } from './open-model.ts';
import { SPROUT_FOLDER, sproutFileNames, type SproutPrecision } from './sprout-folder.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const never = new AbortController().signal;
const ids = (length: number) => Array.from({ length }, (_, i) => 300 + ((i * 37) % 400));

async function read(session: EngineSession, passes: readonly number[][], prefill?: Prefill) {
	session.reset(prefill);
	let logits = new Float32Array(0);
	for (const pass of passes) logits = (await session.step(pass, never)).slice();
	return logits;
}

const largestDifference = (a: Float32Array, b: Float32Array) =>
	a.reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] ?? NaN))), 0);

describe.each(['int8', 'q4', 'fp32'] as const)('Sprout %s', (precision) => {
	let model: LoadedSession;
	const bitsOf = (passes: readonly number[][], prefill?: Prefill) =>
		read(model.session, passes, prefill);
	const verdictOf = async (claim: Claim) =>
		(await verifyClaim(model, { claim, exact: true }, never, () => undefined)).verdict;
	/** The beginning of a story that is so many tokens long. */
	const textOf = (length: number) => {
		const { tokenizer } = model.session;
		const story = tokenizer.encode('Mia is in the garden. She has a red kite. '.repeat(12), true);
		return tokenizer.decode(story.slice(0, length), true);
	};
	const runFrom = (length: number, prefill?: Prefill) =>
		makeRun(
			model,
			precision,
			nodeRequest({
				prompt: { mode: 'completion', prompt: textOf(length) },
				settings: { temperature: 2, top_k: 0, top_p: 1, max_tokens: 12 },
				stopTokenIds: [],
				...(prefill === undefined ? {} : { prefill })
			})
		);

	beforeAll(async () => {
		model = await openModel(SPROUT_FOLDER, sproutFileNames(precision));
	});
	afterAll(() => model.session.dispose());

	test('reads in chunks unless it is told otherwise', () => {
		expect(model.session.engine.prefill).toBe('chunks-of-32');
		expect(model.session.prefills).toEqual(['chunks-of-32', 'token-by-token']);
	});

	test('a prompt is cut at every 32nd token, counted from its first', async () => {
		const text = ids(100);
		const whole = await bitsOf([text]);
		const [a, b, c, rest] = [0, 32, 64, 96].map((at) => text.slice(at, at + 32));
		expect(whole).toEqual(await bitsOf([a ?? [], b ?? [], c ?? [], rest ?? []]));
		// However it is handed over, as long as it is handed over between two chunks.
		expect(whole).toEqual(await bitsOf([text.slice(0, 64), text.slice(64)]));
		expect(whole).toEqual(await bitsOf([text]));
	});

	test.each([1, 2, 31, 32, 33, 100])('%i tokens: as near to steps as a pass is', async (length) => {
		const text = ids(length);
		const chunked = await bitsOf([text]);
		const stepped = await bitsOf([text], 'token-by-token');
		expect(stepped).toEqual(await bitsOf(text.map((id) => [id])));
		expect(largestDifference(chunked, stepped)).toBeLessThan(1e-3);
		expect(chunked.some((logit) => logit !== 0)).toBe(true);
	});

	test('a way of reading that it does not have gives way to its own', async () => {
		const text = ids(70);
		expect(await bitsOf([text], 'one-pass')).toEqual(await bitsOf([text]));
	});

	test.each([1, 32, 33, 90])('a run from %i tokens is made again bit for bit', async (length) => {
		const run = await runFrom(length);
		expect(run.engine.prefill).toBe('chunks-of-32');
		expect(run.request.prompt_token_ids).toHaveLength(length);
		const again = await runFrom(length);
		expect(again.output).toEqual(run.output);
		const read = readRun(serializeRun(run));
		expect(read.engine.prefill).toBe('chunks-of-32');
		expect(await verdictOf(claimOfRun(read))).toMatchObject({
			verdict: 'bit-exact',
			evidence: { engineDiffers: false }
		});
	});

	test('so is one whose prompt was read token by token', async () => {
		const run = await runFrom(90, 'token-by-token');
		expect(run.engine.prefill).toBe('token-by-token');
		expect(run.output.logits_digest).not.toBe((await runFrom(90)).output.logits_digest);
		expect(await verdictOf(claimOfRun(run))).toMatchObject({
			verdict: 'bit-exact',
			evidence: { engineDiffers: false }
		});
	});

	test('tokens that are set are written, not read: a branch has the bits of its run', async () => {
		const run = await runFrom(40);
		const branch = await makeRun(
			model,
			precision,
			nodeRequest({
				prompt: { mode: 'completion', prompt: textOf(40) },
				forcedTokenIds: run.output.token_ids.slice(0, 6),
				settings: { max_tokens: 7 },
				stopTokenIds: []
			})
		);
		const digests = ({ output }: Run) => output.tokens.slice(0, 7).map((t) => t.logits_digest);
		expect(digests(branch)).toEqual(digests(run));
	});

	test('says how far it is between two chunks, and stops there when it is told to', async () => {
		// Texts that no other test has read, from their first token on.
		const [text, other] = [2, 3].map((more) => ids(100).map((id) => id + more));
		const seen: number[] = [];
		model.session.reset();
		await model.session.step(text ?? [], never, (tokens) => seen.push(tokens));
		expect(seen).toEqual([32, 64, 96, 100]);
		const controller = new AbortController();
		model.session.reset();
		const stopped = model.session.step(other ?? [], controller.signal, (tokens) => {
			if (tokens === 64) controller.abort();
			expect(tokens).toBeLessThanOrEqual(64);
		});
		await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
	});

	test('what the last prompt began with is not read again, and the bits are the same', async () => {
		const story = ids(200);
		/** Each in a session of its own, which remembers nothing. */
		const alone = async (prompt: readonly number[]) => {
			const fresh = await openModel(SPROUT_FOLDER, sproutFileNames(precision));
			const logits = await read(fresh.session, [[...prompt], [7]]);
			await fresh.session.dispose();
			return logits;
		};
		/** In one session; also how many tokens were there already. */
		const next = async (prompt: readonly number[]) => {
			const seen: number[] = [];
			model.session.reset();
			await model.session.step(prompt, never, (tokens) => seen.push(tokens));
			const logits = (await model.session.step([7], never)).slice();
			return { logits, kept: (seen[0] ?? prompt.length) - Math.min(32, prompt.length) };
		};
		await next(ids(40).map((id) => id + 1)); // nothing in common with what follows
		const parts = [...story.slice(0, 70), 5, ...story.slice(70, 150)];
		const turns: [prompt: readonly number[], kept: number][] = [
			[story.slice(0, 100), 0],
			[story.slice(0, 170), 96], // continues
			[story.slice(0, 170), 160], // again
			[parts, 64], // parts at 70
			[story.slice(0, 64), 32], // shorter: its last token has to be fed
			[story.slice(0, 20), 0], // too short
			[story.slice(0, 130), 64] // as far as the last one that was kept, from the fourth
		];
		for (const [prompt, kept] of turns) {
			const found = await next(prompt);
			expect(found.logits).toEqual(await alone(prompt));
			const chunksLeft = prompt.length - kept > 32;
			if (chunksLeft) expect(found.kept).toBe(kept);
		}
	});

	test('reading token by token neither takes up nor leaves anything', async () => {
		const text = ids(90);
		await bitsOf([text]);
		const stepped = await bitsOf([text], 'token-by-token');
		expect(stepped).toEqual(await bitsOf(text.map((id) => [id])));
		expect(await bitsOf([text])).toEqual(await bitsOf([text.slice(0, 64), text.slice(64)]));
	});

	test('its link says how the prompt was read', async () => {
		const run = await runFrom(50);
		const link = readLink(writeRunLink(runLinkOfRun(run, true)));
		if (link.kind !== 'run') throw new Error('not a run');
		expect(link.run.made.engine.prefill).toBe('chunks-of-32');
	});
});

test.each([
	['greedy', 'token-by-token'],
	['sampled', 'token-by-token'],
	['chat', 'token-by-token'],
	['long', 'chunks-of-32']
])('the %s run, read %s in a browser, has the same bits in Node', async (name, prefill) => {
	const file = new URL(`../tests/fixtures/reference/${name}.run.json`, import.meta.url);
	const run = readRun(readFileSync(file, 'utf8'));
	expect(run.engine.prefill).toBe(prefill);
	const precision = run.model.quantization as SproutPrecision;
	const model = await openModel(SPROUT_FOLDER, sproutFileNames(precision));
	const claim = claimOfRun(run);
	const { verdict } = await verifyClaim(model, { claim, exact: true }, never, () => undefined);
	expect(verdict.verdict).toBe('bit-exact');
	await model.session.dispose();
});

/** Caches of other shapes and types: what is kept has to be cut along the right axis. */
test.each([
	['bloom', 'onnx/model.onnx'],
	['gpt2', 'onnx/model.onnx'],
	['llama', 'onnx/model_quantized.onnx'],
	['mistral', 'onnx/model_fp16.onnx'],
	['smollm2', 'onnx/model_q4f16.onnx'],
	['olmo2', 'onnx/model_bnb4.onnx']
])('%s, %s: a prompt that begins as the last one has the same bits', async (family, weights) => {
	const folder = fileURLToPath(new URL(`../tests/fixtures/families/${family}/`, import.meta.url));
	const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', weights];
	const [model, fresh] = [await openModel(folder, names), await openModel(folder, names)];
	expect(model.session.engine.prefill).toBe('chunks-of-32');
	const text = Array.from({ length: 110 }, (_, i) => 5 + ((i * 37) % 250));
	const other = [...text.slice(0, 70), 3, ...text.slice(71)];
	await read(model.session, [text]);
	const seen: number[] = [];
	model.session.reset();
	const logits = await model.session.step(other, never, (tokens) => seen.push(tokens));
	expect(seen[0]).toBe(96);
	expect(logits).toEqual(await read(fresh.session, [other]));
	await model.session.dispose();
	await fresh.session.dispose();
});
