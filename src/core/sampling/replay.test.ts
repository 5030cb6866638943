import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from './settings.ts';
import { gumbel } from './noise.ts';
import { replayRun, type ReplayRequest } from './replay.ts';
import { RunSampler } from './sampler.ts';
import { measureTail } from './tail.ts';

const SIZE = 60;
const ids = Uint32Array.from({ length: SIZE }, (_, id) => id);
const logitsAt = (position: number) => Float32Array.from(ids, (id) => 2 * gumbel(9n, position, id));

/** Twenty tokens as the sampler draws them, and what was kept of them. */
function written(settings = DEFAULT_SETTINGS): ReplayRequest {
	const run = { settings, seed: 4n, promptTokenIds: [1, 2] };
	const sampler = new RunSampler(run);
	const outputTokenIds: number[] = [];
	for (let i = 0; i < 20; i++) {
		const { tokenId } = sampler.draw(logitsAt(i));
		outputTokenIds.push(tokenId);
		sampler.accept(tokenId);
	}
	const kept = outputTokenIds.map((_, i) => {
		return { ids, logits: logitsAt(i), tail: null, vocabularySize: SIZE };
	});
	return { ...run, outputTokenIds, forcedCount: 0, kept };
}

function outcome(request: ReplayRequest) {
	const replay = replayRun(request);
	for (;;) {
		const step = replay.next();
		if (step.done === true) return step.value;
	}
}

it('finds nothing different under the run’s own settings', () => {
	expect(outcome(written())).toEqual({ compared: 20, different: [], uncertain: 0 });
	const penalties = { ...DEFAULT_SETTINGS, repetition_penalty: 1.4, frequency_penalty: 0.5 };
	expect(outcome(written(penalties)).different).toEqual([]);
});

it('names the positions at which the sampler would have drawn another token', () => {
	const run = written();
	const settings = { ...DEFAULT_SETTINGS, temperature: 2, top_k: 0, presence_penalty: 1 };
	const sampler = new RunSampler({ ...run, settings });
	const expected = run.outputTokenIds.flatMap((id, i) => {
		const { tokenId } = sampler.draw(logitsAt(i));
		sampler.accept(id);
		return tokenId === id ? [] : [i];
	});
	expect(expected.length).toBeGreaterThan(0);
	expect(outcome({ ...run, settings }).different).toEqual(expected);
});

it('leaves out what was set or not kept', () => {
	const run = written();
	const kept = run.kept.map((each, i) => (i === 19 ? null : each));
	expect(outcome({ ...run, seed: 5n, forcedCount: 3, kept }).compared).toBe(16);
});

it('pauses after each token that is compared', () => {
	const run = written();
	const replay = replayRun({ ...run, forcedCount: 3 });
	let pauses = 0;
	while (replay.next().done !== true) pauses++;
	expect(pauses).toBe(17);
});

it('says of how many it is not certain, where tokens were not kept', () => {
	const run = written({ ...DEFAULT_SETTINGS, top_k: 0, top_p: 1, temperature: 3 });
	const kept = run.kept.map((_, i) => {
		const logits = logitsAt(i);
		const [best = 0] = [...ids].sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
		const isKept = Uint8Array.from(ids, (id) => (id === best ? 1 : 0));
		return {
			ids: Uint32Array.of(best),
			logits: Float32Array.of(logits[best] ?? 0),
			tail: measureTail(logits, isKept),
			vocabularySize: SIZE
		};
	});
	const { compared, different, uncertain } = outcome({ ...run, kept });
	expect(compared).toBe(20);
	expect(different.length).toBeGreaterThan(0);
	expect(uncertain).toBeGreaterThanOrEqual(different.length);
	expect(uncertain).toBeLessThan(20);
});
