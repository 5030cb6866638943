/** What a decoder remembers between passes: the tensors that the last pass gave for the next one. */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { CacheTensor } from './cache-layout.ts';
import type { Feeds } from './decoder-feeds.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';

export class KvCache {
	readonly #ort: OnnxRuntime;
	readonly #layout: readonly CacheTensor[];
	/** By input name. */
	#tensors: Feeds;
	/** To come back to; not to be freed meanwhile. */
	#marked: Feeds | null = null;

	constructor(ort: OnnxRuntime, layout: readonly CacheTensor[]) {
		this.#ort = ort;
		this.#layout = layout;
		this.#tensors = this.#empty();
	}

	get feeds(): Readonly<Feeds> {
		return this.#tensors;
	}

	/** Takes what a pass gave. @returns the tensors that were fed, for the caller to free */
	keep(outputs: InferenceSession.OnnxValueMapType): readonly Feeds[] {
		const spent = this.#unmarked(this.#tensors);
		this.#tensors = Object.fromEntries(
			this.#layout.map(({ pastName, presentName }) => [pastName, outputs[presentName] as Tensor])
		);
		return spent;
	}

	/** Continues from what an earlier pass gave. */
	restore(tensors: Feeds): void {
		this.#tensors = tensors;
	}

	/** Remembers what there is, in place of what was marked before. @returns tensors for the caller to free */
	mark(): readonly Feeds[] {
		const old = this.#marked;
		this.#marked = this.#tensors;
		return old === null ? [] : this.#unmarked(old);
	}

	/** Back to what was marked. @returns tensors for the caller to free */
	rewind(): readonly Feeds[] {
		const spent = this.#unmarked(this.#tensors);
		this.#tensors = this.#marked ?? this.#empty();
		return spent;
	}

	/** Forgets everything. @returns the tensors that were kept, for the caller to free */
	clear(): readonly Feeds[] {
		const spent = [...new Set([this.#tensors, ...(this.#marked === null ? [] : [this.#marked])])];
		this.#tensors = this.#empty();
		this.#marked = null;
		return spent;
	}

	#unmarked(tensors: Feeds): readonly Feeds[] {
		return tensors === this.#marked ? [] : [tensors];
	}

	#empty(): Feeds {
		return Object.fromEntries(
			this.#layout.map(({ pastName, type, emptyShape }) => [
				pastName,
				new this.#ort.Tensor(
					type,
					type === 'float16' ? new Uint16Array(0) : new Float32Array(0),
					emptyShape
				)
			])
		);
	}
}

export function disposeAll(tensors: InferenceSession.OnnxValueMapType): void {
	for (const tensor of Object.values(tensors)) tensor.dispose();
}
