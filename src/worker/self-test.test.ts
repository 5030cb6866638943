import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import { sha256Hex } from '#core/digest/sha256.ts';
import type { EngineSession, MaskedSession } from '#engines/engine.ts';
import { writingSession } from '#engines/writing-session.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { SelfTest } from '#protocol/worker-api.ts';
import { spoiledSprout } from '../../tests/fixtures/spoiled-sprout.ts';
import { openSprout, RUNTIME_URL } from '../../tools/sprout-logits.ts';
import { selfTest } from './self-test.ts';

const { signal } = new AbortController();
const FAMILIES = new URL('../../tests/fixtures/families/', import.meta.url);
const SPROUT = new URL('../../public/models/sprout/', import.meta.url);
const SIDE_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

/** @param weights in place of those in the folder */
async function open(
	folder: URL,
	weightsFile: string,
	weights?: Uint8Array<ArrayBuffer>
): Promise<EngineSession> {
	const read = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
	const beside = `${weightsFile}_data`;
	const data = existsSync(new URL(beside, folder)) ? [beside, `${beside}_1`] : [];
	const files = [...SIDE_FILES, ...data].map((name) => ({ name, bytes: read(name) }));
	const session = await new OnnxEngine().load(
		[...files, { name: weightsFile, bytes: weights ?? read(weightsFile) }],
		{ backend: 'wasm', weightsFile, runtimeUrl: RUNTIME_URL },
		signal
	);
	return writingSession(session);
}

async function openMasked(folder: URL): Promise<MaskedSession> {
	const names = [...SIDE_FILES, 'onnx/model.onnx'];
	const files = names.map((name) => ({
		name,
		bytes: new Uint8Array(readFileSync(new URL(name, folder)))
	}));
	const options = {
		backend: 'wasm',
		weightsFile: 'onnx/model.onnx',
		runtimeUrl: RUNTIME_URL
	} as const;
	const session = await new OnnxEngine().load(files, options, signal);
	if (session.task !== 'fill-mask') throw new Error('it writes');
	return session;
}

async function spoiled(change: (weight: number, index: number) => number): Promise<SelfTest> {
	const session = await open(SPROUT, 'onnx/model.onnx', spoiledSprout(change));
	try {
		return await selfTest(session, signal);
	} finally {
		await session.dispose();
	}
}

/** The first session compiles the runtime. */
const SLOW = { timeout: 60_000 };

describe('a model that computes right', SLOW, () => {
	test.each(sprout.precisions)(
		'passes as Sprout in $id, and its next run has the same bits',
		async (precision) => {
			const session = await openSprout(precision);
			const digests: string[] = [];
			for (const isTested of [false, true, true]) {
				if (isTested) expect(await selfTest(session, signal)).toEqual({ kind: 'passed' });
				session.reset();
				const logits = await session.step(session.tokenizer.encode('Mia is in the', true), signal);
				digests.push(sha256Hex(new Uint8Array(logits.slice().buffer)));
			}
			expect(new Set(digests).size).toBe(1);
			await session.dispose();
		}
	);

	test('is not doubted where its weights were never trained', async () => {
		for (const family of ['bloom', 'gpt2', 'llama', 'opt', 'qwen2', 'smollm2']) {
			const session = await open(new URL(`${family}/`, FAMILIES), 'onnx/model.onnx');
			expect(await selfTest(session, signal), family).toEqual({ kind: 'passed' });
			await session.dispose();
		}
	});
});

describe('a model that computes wrong', SLOW, () => {
	test('is named by a number that is not one', async () => {
		const found = await spoiled((weight, i) => (i === 7 ? NaN : weight));
		expect(found).toEqual({ kind: 'not-a-number' });
	});

	test('is named by one token everywhere', async () => {
		expect(await spoiled(() => 0)).toMatchObject({ kind: 'one-token' });
	});

	test('is named by a text of its world that is less likely than chance', async () => {
		const found = await spoiled((weight) => -weight);
		expect(found).toMatchObject({ kind: 'below-chance' });
		if (found.kind !== 'below-chance') return;
		expect(found.chanceLogprob).toBeCloseTo(-Math.log(1280), 6);
		expect(found.meanLogprob).toBeLessThan(found.chanceLogprob - 2);
	});
});

describe('a model that fills masks', SLOW, () => {
	const FOLDER = new URL('../../tests/fixtures/fill-mask/bert/', import.meta.url);

	test('may expect one word in all places, and is doubted only for what is less likely than chance', async () => {
		const session = await openMasked(FOLDER);
		expect(await selfTest(session, signal)).toMatchObject({ kind: 'below-chance' });
		await session.dispose();
	});

	test('is named by the very same answer in all places', async () => {
		const session = await openMasked(FOLDER);
		const read: MaskedSession['read'] = (_ids, { positions, onLogits }) => {
			for (const _ of positions) onLogits(new Float32Array(session.tokenizer.vocabularySize));
			return Promise.resolve();
		};
		const { task, tokenizer, contextLength } = session;
		const constant = { task, tokenizer, contextLength, read } as unknown as MaskedSession;
		expect(await selfTest(constant, signal)).toMatchObject({ kind: 'one-token' });
		await session.dispose();
	});
});

describe('what the self-test cannot say', () => {
	const session = {
		tokenizer: {
			encode: (text: string) => Array.from(text, () => 1),
			piece: (id: number) => `<${id}>`
		},
		contextLength: 64,
		reset: vi.fn(),
		step: () => Promise.resolve(new Float32Array(8))
	} as unknown as EngineSession;

	const spelling = { ...session.tokenizer, encode: () => [1, 2, 3, 4, 5, 6, 7, 8] };

	test('is left open for a tokenizer that cannot spell its texts', async () => {
		expect(await selfTest(session, signal)).toEqual({ kind: 'not-run', reason: 'no-text' });
	});

	test('is left open when the engine fails: the run that meets it says so', async () => {
		const step = () => Promise.reject(new Error('out of order'));
		const failing = { ...session, tokenizer: spelling, step } as unknown as EngineSession;
		expect(await selfTest(failing, signal)).toEqual({ kind: 'not-run', reason: 'failed' });
	});

	test('is left open when a token takes seconds, and nobody waits for all of them', async () => {
		vi.useFakeTimers({ toFake: ['performance'] });
		let steps = 0;
		const step = () => {
			steps += 1;
			vi.advanceTimersByTime(2_000);
			return Promise.resolve(new Float32Array(16).map((_, id) => id % steps));
		};
		const slow = { ...session, tokenizer: spelling, step } as unknown as EngineSession;
		expect(await selfTest(slow, signal)).toEqual({ kind: 'not-run', reason: 'slow' });
		expect(steps).toBe(2);
		vi.useRealTimers();
	});

	test('is nothing when it is cancelled', async () => {
		const controller = new AbortController();
		controller.abort();
		const spelled = { ...session, tokenizer: spelling } as unknown as EngineSession;
		await expect(selfTest(spelled, controller.signal)).rejects.toMatchObject({ code: 'aborted' });
	});
});
