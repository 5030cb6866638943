/** Takes the sentences of a run or a link to the desk, with their model when that is here. */
import type { FillMaskRequest } from '#core/fill-mask/schema.ts';
import type { AppState } from '../app-state.ts';
import type { DraftSentence } from './fill-draft.ts';
import { linkChoice } from '../model/link-model.ts';
import { loadOther } from '../model/load-other.ts';
import type { NamedModel } from '../model/run-model.ts';

export async function openSentences(
	{ fill, model, route }: Pick<AppState, 'fill' | 'model' | 'route'>,
	request: FillMaskRequest,
	named: NamedModel
): Promise<void> {
	const desk = await fill.get();
	desk.set(draftsOf(request));
	loadOther(model, linkChoice(named, model));
	route.go({ view: 'fill' });
}

/** Masks stand in the text; a sentence that was scored had every token hidden, which nobody chose. */
function draftsOf(request: FillMaskRequest): DraftSentence[] {
	return request.sentences.map(({ text, masked_positions: masked, token_ids: ids }) => ({
		text,
		hidden:
			request.masking === 'one-by-one'
				? []
				: masked.filter((position) => ids[position] !== request.mask_token_id)
	}));
}
