/** Everything but the cache that one pass of a decoder is fed. */
import type { Tensor } from 'onnxruntime-web';
import { CountInput, OnesInput } from './counts.ts';
import type { ModelSignature } from './model-signature.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';

export type Feeds = Record<string, Tensor>;

export interface Pass {
	readonly tokenIds: readonly number[];
	/** How many tokens the cache holds already. */
	readonly seen: number;
	/** Whether only the logits after the last token are wanted. */
	readonly lastOnly: boolean;
}

export class DecoderFeeds {
	readonly #tokenIds: CountInput;
	readonly #mask: OnesInput | null;
	readonly #positions: CountInput | null;
	readonly #logitsToKeep: CountInput | null;
	readonly #cacheBranch: CountInput | null;

	/** @param longest the most tokens that the model can attend to */
	constructor(ort: OnnxRuntime, signature: ModelSignature, longest: number) {
		const { attentionMask, positionIds, logitsToKeep } = signature;
		this.#tokenIds = new CountInput(ort, signature.inputIds, longest);
		this.#mask = attentionMask === null ? null : new OnesInput(ort, attentionMask, longest);
		this.#positions = positionIds === null ? null : new CountInput(ort, positionIds, longest);
		this.#logitsToKeep = logitsToKeep === null ? null : new CountInput(ort, logitsToKeep, 1);
		this.#cacheBranch = signature.hasCacheBranch ? new CountInput(ort, 'bool', 1) : null;
	}

	/** @returns tensors that are valid until the next call */
	of({ tokenIds, seen, lastOnly }: Pass): Feeds {
		const count = tokenIds.length;
		const feeds: Feeds = { input_ids: this.#tokenIds.row(tokenIds) };
		if (this.#mask !== null) feeds['attention_mask'] = this.#mask.row(seen + count);
		if (this.#positions !== null) feeds['position_ids'] = this.#positions.range(seen, count);
		if (this.#logitsToKeep !== null) {
			feeds['num_logits_to_keep'] = this.#logitsToKeep.value(lastOnly ? 1 : 0, []);
		}
		if (this.#cacheBranch !== null) {
			feeds['use_cache_branch'] = this.#cacheBranch.value(seen > 0 ? 1 : 0, [1]);
		}
		return feeds;
	}
}
