/**
 * What is left of the last prompt: its tokens and their keys and values, up to its last full chunk. A
 * prompt that begins alike, as the next turn of a chat does, is read from where the two part, cut back to
 * a chunk: chunks before it would be fed the same numbers, so their bits are the same.
 */
import type { Tensor } from 'onnxruntime-web';
import { CHUNK_TOKENS } from '../prefill.ts';
import type { CacheTensor } from './cache-layout.ts';
import type { Feeds } from './decoder-feeds.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';

const MOST_KEPT_BYTES = 256 * 1024 * 1024;

/** Where the last chunk begins that has another token after it: the logits follow from what is fed. */
function lastBoundary(tokens: number): number {
	return Math.floor((tokens - 1) / CHUNK_TOKENS) * CHUNK_TOKENS;
}

function commonLength(a: readonly number[], b: readonly number[]): number {
	const parting = a.findIndex((id, i) => id !== b[i]);
	return parting === -1 ? a.length : parting;
}

/** The first `length` places of one axis. */
function cut(ort: OnnxRuntime, tensor: Tensor, axis: number, length: number): Tensor {
	const { dims, data, type } = tensor;
	const size = dims[axis] ?? 0;
	if (size === length) return tensor;
	const inner = dims.slice(axis + 1).reduce((product, each) => product * each, 1);
	const outer = dims.slice(0, axis).reduce((product, each) => product * each, 1);
	const from = data as Float32Array;
	const to = new (from.constructor as Float32ArrayConstructor)(outer * length * inner);
	for (let i = 0; i < outer; i++) {
		const start = i * size * inner;
		to.set(from.subarray(start, start + length * inner), i * length * inner);
	}
	return new ort.Tensor(type as 'float32', to, dims.with(axis, length));
}

function sizeOf(tensors: Feeds): number {
	return Object.values(tensors).reduce((sum, { data }) => {
		return sum + (data as Float32Array).byteLength;
	}, 0);
}

export class PrefixCache {
	readonly #ort: OnnxRuntime;
	readonly #layout: readonly CacheTensor[];
	#tokens: readonly number[] = [];
	#tensors: Feeds = {};

	constructor(ort: OnnxRuntime, layout: readonly CacheTensor[]) {
		this.#ort = ort;
		this.#layout = layout;
	}

	/** Whether the cache is worth keeping when so many tokens of a prompt have been read. */
	static isAtBoundary(seen: number, prompt: readonly number[]): boolean {
		return seen > 0 && seen === lastBoundary(prompt.length);
	}

	/** @param tensors on the CPU, not to be disposed of */
	keep(tokens: readonly number[], tensors: Readonly<Feeds>): void {
		if (sizeOf(tensors) > MOST_KEPT_BYTES) {
			this.clear();
			return;
		}
		this.#tokens = [...tokens];
		this.#tensors = { ...tensors };
	}

	/** @returns how many of the prompt's tokens need not be fed, and what the cache holds after them */
	find(prompt: readonly number[]): { readonly length: number; readonly tensors: Feeds } | null {
		const common = commonLength(this.#tokens, prompt);
		const whole = Math.floor(common / CHUNK_TOKENS) * CHUNK_TOKENS;
		const length = Math.min(whole, lastBoundary(prompt.length));
		if (length === 0) return null;
		const tensors = this.#layout.map(({ pastName, emptyShape }) => {
			const tensor = this.#tensors[pastName] as Tensor;
			return [pastName, cut(this.#ort, tensor, emptyShape.indexOf(0), length)];
		});
		return { length, tensors: Object.fromEntries(tensors) as Feeds };
	}

	clear(): void {
		this.#tokens = [];
		this.#tensors = {};
	}
}
