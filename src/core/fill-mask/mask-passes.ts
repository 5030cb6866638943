/** Which token sequences a masked language model has to see. */
import type { FillMaskRequest } from './schema.ts';

export interface MaskPass {
	readonly sentence: number;
	/** What the model is fed: the sentence with masks. */
	readonly tokenIds: readonly number[];
	/** Whose logits are wanted, in order. */
	readonly positions: readonly number[];
}

type Asked = Pick<FillMaskRequest, 'sentences' | 'masking' | 'mask_token_id'>;

/**
 * Together: a pass a sentence. One by one: a pass for each masked position, everything else shown;
 * summed over a whole sentence that is the pseudo-log-likelihood of Salazar et al. (2020).
 */
export function maskPasses({ sentences, masking, mask_token_id: maskId }: Asked): MaskPass[] {
	return sentences.flatMap(({ token_ids: ids, masked_positions: masked }, sentence) => {
		const groups = masking === 'together' ? [masked] : masked.map((position) => [position]);
		return groups.map((positions) => {
			const hidden = new Set(positions);
			const tokenIds = ids.map((id, i) => (hidden.has(i) ? maskId : id));
			return { sentence, tokenIds, positions };
		});
	});
}
