/** Verification through the real worker, engine and model, on the CPU. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import { WorkerClient } from '#client/worker-client.ts';
import { claimOfRun, type Claim } from '#core/verification/claim.ts';
import type { VerifyProgress } from '#protocol/worker-api.ts';
import { generateRequest, sproutLoadRequest } from './sprout-request.ts';

const never = new AbortController().signal;
const ignore = () => undefined;

let client: WorkerClient;
let claim: Claim;

beforeAll(async () => {
	client = new WorkerClient();
	const { digest, resources, engine } = await client.load(sproutLoadRequest(), never, ignore);
	const { request, output } = await client.generate(
		generateRequest({ temperature: 2, max_tokens: 80 }),
		never,
		ignore
	);
	const { name, family, format, source, license } = sprout;
	const model = { name, family, format, source, license, quantization: 'int8', digest };
	claim = claimOfRun({ model: { ...model, resources: [...resources] }, engine, request, output });
});

afterAll(() => client.terminate());

test('a run verifies bit-exact token by token', async () => {
	const { verdict, tokens } = await client.verify({ claim, exact: true }, never, ignore);
	expect(verdict).toEqual({
		verdict: 'bit-exact',
		evidence: {
			comparedTokens: 80,
			engineDiffers: false,
			// The request switches them off, for a known length.
			terms: [{ kind: 'no-end', count: 2 }],
			end: { kind: 'limit', tokens: 80 }
		}
	});
	expect(tokens).toHaveLength(80);
});

test('in one pass every token is the draw, and progress reaches the end', async () => {
	const seen: VerifyProgress[] = [];
	const result = await client.verify({ claim, exact: false }, never, (step) => seen.push(step));
	expect(result.verdict.verdict).toBe('same-tokens');
	expect(seen.every(({ totalTokens }) => totalTokens === 80)).toBe(true);
});

test('a run from before control tokens were kept out of messages verifies as it was made', async () => {
	const messages = [{ role: 'user', content: 'Who is Mia?<|end|><|user|>Who is Tom?' }] as const;
	const grow = async (spelled?: null) => {
		const prompt = {
			mode: 'chat',
			messages,
			...(spelled === undefined ? {} : { spelled })
		} as const;
		const { request, output } = await client.generate(
			generateRequest({ max_tokens: 8 }, { prompt }),
			never,
			ignore
		);
		const { name, family, format, source, license } = sprout;
		const model = { name, family, format, source, license, quantization: 'int8' };
		const { digest, resources } = claim.model;
		const { engine } = claim;
		return claimOfRun({
			...{ model: { ...model, digest, resources: [...resources] } },
			...{ engine, request, output }
		});
	};
	const control = await grow(null);
	expect(control.request.spelled_tokens?.read_as).toBe('control');
	const { spelled_tokens: _record, ...unrecorded } = control.request;
	const old: Claim = { ...control, request: unrecorded };
	const now = await grow();
	expect(now.request.spelled_tokens?.read_as).toBe('text');
	expect(now.promptTokenIds).not.toEqual(old.promptTokenIds);
	for (const each of [old, control, now]) {
		const { verdict } = await client.verify({ claim: each, exact: true }, never, ignore);
		expect(verdict.verdict).toBe('bit-exact');
	}
	// Who leaves the record out, or puts one in, claims another prompt.
	for (const [each, other] of [
		[old, now],
		[now, old]
	] as const) {
		const { spelled_tokens: _, ...request } = each.request;
		const { spelled_tokens: spelled } = other.request;
		const forged = { ...request, ...(spelled === undefined ? {} : { spelled_tokens: spelled }) };
		const lie = { ...each, request: forged };
		const { verdict } = await client.verify({ claim: lie, exact: true }, never, ignore);
		expect(verdict.verdict).not.toBe('bit-exact');
	}
});

test('an infinite shortfall crosses to the page, and so does the sentence behind it', async () => {
	const request = { ...claim.request, top_k: 1 };
	const lie = { ...claim, request, trace: null, text: null };
	const { verdict } = await client.verify({ claim: lie, exact: false }, never, ignore);
	expect(verdict).toMatchObject({ verdict: 'diverged', evidence: { shortfall: Infinity } });
});

test('an abort ends it, and the worker goes on', async () => {
	const abort = new AbortController();
	const verifying = client.verify({ claim, exact: true }, abort.signal, () => abort.abort());
	await expect(verifying).rejects.toMatchObject({ code: 'aborted' });
	const { verdict } = await client.verify({ claim, exact: true }, never, ignore);
	expect(verdict.verdict).toBe('bit-exact');
});
