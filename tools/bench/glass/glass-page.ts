/** Runs in Chromium: what keeping logits costs a run, and how long the inspector takes for a slider move. */
import { flushSync, mount } from 'svelte';
import { createLoadRequest } from '#catalog/load-request.ts';
import { sprout } from '#catalog/sprout.ts';
import { WorkerClient } from '#client/worker-client.ts';
import type { Run } from '#core/run-file/schema.ts';
import { unpackBatch } from '#core/sampling/kept-batch.ts';
import type { KeptLogits } from '#core/sampling/kept-logits.ts';
import { LogitsKeeper } from '#core/sampling/logits-keeper.ts';
import { gumbel } from '#core/sampling/noise.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import InspectorBench from './InspectorBench.svelte';
import '../../../src/app.css';

const SETTINGS = {
	temperature: 0.8,
	top_k: 40,
	top_p: 0.95,
	min_p: 0,
	repetition_penalty: 1,
	presence_penalty: 0,
	frequency_penalty: 0,
	logit_bias: {}
};

export interface KeepingResult {
	/** Milliseconds a token, best round of each. */
	readonly offMs: number;
	readonly onMs: number;
}

const never = new AbortController().signal;

function generateRequest(tokens: number, keepLogits: boolean): GenerateRequest {
	return {
		prompt: { mode: 'completion', prompt: '' },
		promptTokenIds: [5],
		stopTokenIds: [],
		forcedTokenIds: [],
		alternatives: 8,
		keepLogits,
		settings: { ...SETTINGS, seed: '1', max_tokens: tokens, stop_sequences: [] }
	};
}

/** Sprout, int8, on the CPU; rounds alternate, so that a machine that slows down hits both. */
async function benchKeeping(tokens: number, rounds: number): Promise<KeepingResult> {
	const precision = sprout.precisions.find(({ id }) => id === 'int8');
	if (precision === undefined) throw new Error('Sprout has no int8');
	const client = new WorkerClient();
	const base = new URL('/', location.href).href;
	await client.load(createLoadRequest(sprout, precision, 'wasm', base), never, () => undefined);
	const best = { on: Infinity, off: Infinity };
	for (let round = 0; round <= rounds; round++) {
		for (const which of round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
			const startedMs = performance.now();
			await client.generate(generateRequest(tokens, which === 'on'), never, () => undefined);
			const ms = (performance.now() - startedMs) / tokens;
			if (round > 0) best[which] = Math.min(best[which], ms);
		}
	}
	client.terminate();
	return { offMs: best.off, onMs: best.on };
}

export interface InspectorResult {
	/** Milliseconds of script and layout for each slider move, ascending. */
	readonly movesMs: readonly number[];
}

function synthetic(vocabularySize: number): KeptLogits {
	const logits = Float32Array.from({ length: vocabularySize }, (_, id) => {
		return 1.6 * gumbel(11n, 0, id) - 4;
	});
	const keeper = new LogitsKeeper(Infinity);
	keeper.add(logits, 7);
	const [kept] = unpackBatch(keeper.take());
	if (kept == null) throw new Error('nothing was kept');
	return kept;
}

/** Moves the temperature slider of a mounted inspector, with every filter off: the costliest case. */
function benchInspector(vocabularySize: number, moves: number): InspectorResult {
	const target = document.getElementById('target');
	if (target === null) throw new Error('no target');
	target.replaceChildren();
	const request = {
		...SETTINGS,
		top_k: 0,
		top_p: 1,
		seed: '1',
		prompt_token_ids: Array.from({ length: 200 }, (_, i) => i),
		forced_token_ids: []
	} as unknown as Run['request'];
	const outputIds = Array.from({ length: 200 }, (_, i) => i * 3);
	const props = { request, outputIds, kept: synthetic(vocabularySize) };
	mount(InspectorBench, { target, props });
	flushSync();
	const slider = target.querySelector<HTMLInputElement>('[aria-label="Temperature, slider"]');
	if (slider === null) throw new Error('no slider');
	const times = Array.from({ length: moves }, (_, i) => {
		slider.value = (0.1 + (i % 37) * 0.05).toFixed(2);
		const startedMs = performance.now();
		slider.dispatchEvent(new Event('input', { bubbles: true }));
		flushSync();
		// Layout belongs to it; reading a size forces it.
		target.getBoundingClientRect();
		return performance.now() - startedMs;
	});
	return { movesMs: times.slice(moves >> 2).sort((a, b) => a - b) };
}

// For whoever drives the browser.
Object.assign(globalThis, { benchKeeping, benchInspector });
