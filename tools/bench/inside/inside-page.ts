/** Runs in Chromium: what the views of the model's inside cost over a text of some length. */
import { createLoadRequest } from '#catalog/load-request.ts';
import { sprout } from '#catalog/sprout.ts';
import { WorkerClient } from '#client/worker-client.ts';
import { rankFinders } from '#core/attention/find-head.ts';
import { rankByFocus } from '#core/attention/head-focus.ts';
import { rampPixels } from '../../../src/ui/kit/pictures/colours.ts';
import {
	gridRaster,
	oneRaster,
	paintAll,
	paintOne
} from '../../../src/ui/parts/inside/paint-attention.ts';

export interface InsideBenchOptions {
	readonly tokens: number;
	readonly rounds: number;
}

/** Milliseconds, median of the rounds. */
export interface InsideBenchResult {
	/** Writing a text of this length, for comparison. */
	readonly writeMs: number;
	readonly attendMs: number;
	readonly lensMs: number;
	/** All heads' pixels, with the colours looked up. */
	readonly drawAllMs: number;
	readonly drawOneMs: number;
	readonly rankMs: number;
	readonly findMs: number;
}

const never = new AbortController().signal;
const ignore = () => undefined;

async function median(rounds: number, work: () => unknown): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const startedMs = performance.now();
		await work();
		if (round > 0) times.push(performance.now() - startedMs);
	}
	return times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}

function sizedCanvas(width: number, height: number): HTMLCanvasElement {
	const canvas = document.createElement('canvas');
	canvas.width = width;
	canvas.height = height;
	document.body.append(canvas);
	return canvas;
}

function context(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
	const found = canvas.getContext('2d');
	if (found === null) throw new Error('no 2d canvas');
	return found;
}

export async function benchInside({
	tokens,
	rounds
}: InsideBenchOptions): Promise<InsideBenchResult> {
	const [precision] = sprout.precisions;
	if (precision === undefined) throw new Error('Sprout has no precision');
	const base = new URL('/', location.href).href;
	const client = new WorkerClient();
	await client.load(createLoadRequest(sprout, precision, 'wasm', base), never, ignore);
	const tokenIds = Array.from({ length: tokens }, (_, i) => 5 + ((i * 37) % 500));
	const ask = () => client.analyse('attention', { tokenIds }, never, ignore);
	const { attention } = await ask();

	const grid = gridRaster(attention);
	const { side } = oneRaster(attention);
	const all = sizedCanvas(grid.width, grid.height);
	const one = sizedCanvas(side, side);
	const place = { layer: 1, head: 3 };
	const result = {
		writeMs: await median(rounds, () =>
			client.generate(
				{
					prompt: { mode: 'completion', prompt: '' },
					promptTokenIds: [5],
					stopTokenIds: [],
					forcedTokenIds: tokenIds.slice(1),
					alternatives: 8,
					settings: {
						seed: '1',
						temperature: 1,
						top_k: 0,
						top_p: 1,
						min_p: 0,
						repetition_penalty: 1,
						presence_penalty: 0,
						frequency_penalty: 0,
						logit_bias: {},
						max_tokens: tokens - 1,
						stop_sequences: []
					}
				},
				never,
				ignore
			)
		),
		attendMs: await median(rounds, ask),
		lensMs: await median(rounds, () => client.analyse('lens', { tokenIds }, never, ignore)),
		drawAllMs: await median(rounds, () => {
			paintAll(context(all), attention, rampPixels(all, 'sequential'));
			// Reading a pixel back waits until everything is drawn.
			context(all).getImageData(0, 0, 1, 1);
		}),
		drawOneMs: await median(rounds, () => {
			paintOne(context(one), attention, place, rampPixels(one, 'sequential'));
			context(one).getImageData(0, 0, 1, 1);
		}),
		rankMs: await median(rounds, () => rankByFocus(attention)),
		findMs: await median(rounds, () => rankFinders(attention, tokens - 1, [3, 40]))
	};
	client.terminate();
	return result;
}

Object.assign(globalThis, { benchInside });
