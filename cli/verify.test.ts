/** The real model in Node: runs are made with the decode loop and verified as the app does. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readLink } from '#core/link/read-link.ts';
import { runLinkOfRun, writeRunLink } from '#core/link/write-link.ts';
import type { Run } from '#core/run-file/schema.ts';
import { claimOfLink, claimOfRun, type Claim } from '#core/verification/claim.ts';
import type { VerifyProgress, VerifyResult } from '#protocol/worker-api.ts';
import { verifyClaim, type LoadedSession } from '#worker/verify-claim.ts';
import { makeRun, nodeRequest } from './make-run.ts';
import { openModel } from './open-model.ts';
import { SPROUT_FOLDER, sproutFileNames } from './sprout-folder.ts';

// The real model on the CPU, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const never = new AbortController().signal;
/** Many close choices, whatever the weights: there even a small lie changes some token. */
const LOUD = { temperature: 2, top_k: 0, top_p: 1, max_tokens: 150 };
let int8: LoadedSession;
let q4: LoadedSession;
let run: Run;

beforeAll(async () => {
	int8 = await openModel(SPROUT_FOLDER, sproutFileNames('int8'));
	q4 = await openModel(SPROUT_FOLDER, sproutFileNames('q4'));
	run = await makeRun(int8, 'int8', nodeRequest({ settings: LOUD, stopTokenIds: [] }));
});

afterAll(async () => {
	await int8.session.dispose();
	await q4.session.dispose();
});

function verify(claim: Claim, exact = false, model = int8): Promise<VerifyResult> {
	return verifyClaim(model, { claim, exact }, never, () => undefined);
}

describe('an honest run', () => {
	test('is bit-exact token by token, and has the same tokens in one pass', async () => {
		const stepped = await verify(claimOfRun(run), true);
		expect(stepped.verdict.verdict).toBe('bit-exact');
		const { verdict, tokens } = await verify(claimOfRun(run));
		expect(verdict.verdict).toBe('same-tokens');
		expect(tokens).toHaveLength(run.output.token_ids.length);
		const largest = (numbers: readonly (number | null)[]) =>
			Math.max(...numbers.map((number) => Math.abs(number ?? Infinity)));
		expect(largest(tokens.map((token) => token.logprobDifference))).toBeLessThan(1e-4);
		expect(largest(tokens.map((token) => token.marginDifference))).toBeLessThan(1e-4);
	});

	test('is not accused when one pass is far less exact than steps: those decide', async () => {
		const { session } = int8;
		const forward = session.forward?.bind(session);
		if (forward === undefined) throw new Error('no passes');
		// As models do that quantize activations: a pass scales them together.
		session.forward = (ids, { from, onLogits }, signal) => {
			const coarse = (logits: Float32Array) => onLogits(logits.map((x) => Math.round(x * 4) / 4));
			return forward(ids, { from, onLogits: coarse }, signal);
		};
		const claim = claimOfRun(run);
		const honest = await verify(claim);
		const lie = await verify({ ...claim, request: { ...claim.request, seed: '43' } });
		delete session.forward;
		expect(honest.verdict.verdict).toBe('bit-exact');
		expect(lie.verdict.verdict).toBe('diverged');
		expect([honest.tokens.length, lie.tokens.length]).toEqual([150, 150]);
	});

	test('can be verified from its link alone', async () => {
		const link = readLink(writeRunLink(runLinkOfRun(run, true)));
		if (link.kind !== 'run') throw new Error('not a run');
		expect((await verify(claimOfLink(link.run), true)).verdict.verdict).toBe('bit-exact');
	});

	test('in chat mode is rendered and tokenized again', async () => {
		const prompt = {
			mode: 'chat' as const,
			messages: [{ role: 'user' as const, content: 'Hello.' }]
		};
		const chat = await makeRun(int8, 'int8', nodeRequest({ prompt }));
		expect((await verify(claimOfRun(chat), true)).verdict.verdict).toBe('bit-exact');
		const edited = { ...chat.request, messages: [{ role: 'user' as const, content: 'Goodbye.' }] };
		const { verdict } = await verify(claimOfRun({ ...chat, request: edited }));
		expect(verdict).toMatchObject({ verdict: 'not-comparable', evidence: { reason: 'prompt' } });
	});

	test('reports its progress up to the end', async () => {
		const seen: VerifyProgress[] = [];
		await verifyClaim(int8, { claim: claimOfRun(run), exact: false }, never, (p) => seen.push(p));
		const totalTokens = run.output.token_ids.length;
		expect(seen.at(-1)).toEqual({ checkedTokens: totalTokens, totalTokens });
	});

	test('can be cancelled', async () => {
		const abort = new AbortController();
		const request = { claim: claimOfRun(run), exact: true };
		const verifying = verifyClaim(int8, request, abort.signal, () => abort.abort());
		await expect(verifying).rejects.toMatchObject({ code: 'aborted' });
	});
});

describe('a lie', () => {
	test('about the weights is found: made with q4, claimed as int8', async () => {
		const made = await makeRun(q4, 'q4', nodeRequest({ settings: LOUD, stopTokenIds: [] }));
		const claimed = claimOfRun({ ...made, model: run.model });
		const { verdict } = await verify({ ...claimed, trace: null, text: null });
		expect(verdict.verdict).toBe('diverged');
	});

	test('about the weights is found in the numbers at once: int8 claimed as q4', async () => {
		const q4Model = { digest: q4.digest, resources: q4.resources, quantization: 'q4' };
		const { verdict } = await verify({ ...claimOfRun(run), model: q4Model }, false, q4);
		expect(verdict).toMatchObject({ verdict: 'diverged', evidence: { position: 0 } });
	});

	test('about the temperature is found in the margins though every token is the draw', async () => {
		const cool = nodeRequest({ settings: { temperature: 0.3, max_tokens: 24 }, stopTokenIds: [] });
		const claim = claimOfRun(await makeRun(int8, 'int8', cool));
		const lie = { ...claim, request: { ...claim.request, temperature: 0.31 } };
		expect((await verify({ ...lie, trace: null, text: null })).verdict.verdict).toBe('same-tokens');
		expect((await verify(lie)).verdict).toMatchObject({
			verdict: 'diverged',
			evidence: { cause: 'margin' }
		});
	});

	test('about the model file is found before anything is computed', async () => {
		const { verdict, tokens } = await verify(claimOfRun(run), false, q4);
		expect(verdict).toMatchObject({ verdict: 'not-comparable', evidence: { reason: 'model' } });
		expect(tokens).toHaveLength(0);
	});

	test.each([
		['seed', { seed: '43' }],
		['temperature', { temperature: 1.8 }]
	])('about the %s is found', async (_, changes) => {
		const claim = claimOfRun(run);
		const { verdict } = await verify({ ...claim, request: { ...claim.request, ...changes } });
		expect(verdict.verdict).toBe('diverged');
	});
});

test('files outside of the model folder are never opened', async () => {
	await expect(openModel(SPROUT_FOLDER, ['../x.onnx'])).rejects.toMatchObject({
		code: 'model-file-missing'
	});
});
