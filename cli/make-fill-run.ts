/** Fill-mask runs of the fixtures' tiny BERT, made in Node with the app's own code: for tests. */
import { fileURLToPath } from 'node:url';
import type { FillMaskRun } from '#core/fill-mask/schema.ts';
import type { FillRequest } from '#protocol/fill-api.ts';
import { analyseMasked } from '#worker/analysis/fill-masks.ts';
import { madeFillMaskRun } from '../tests/fixtures/made-fill-mask-run.ts';
import { folderPlace } from './model-place.ts';
import { filesOfPrecision, openAnyModel, writes } from './open-model.ts';

export const BERT_FOLDER = fileURLToPath(
	new URL('../tests/fixtures/fill-mask/bert', import.meta.url)
);

const ASKED: FillRequest = {
	sentences: [
		{ text: 'The nurse said that [MASK] was tired.', hidden: [2] },
		{ text: 'The doctor said that [MASK] was late.', hidden: [] }
	],
	masking: 'together',
	topK: 50
};

/** Three masks in two sentences. */
export async function fillWithBert(precision: 'fp32' | 'q8'): Promise<FillMaskRun> {
	const bert = folderPlace(BERT_FOLDER);
	const model = await openAnyModel(bert, (await filesOfPrecision(bert, precision)) ?? []);
	if (writes(model)) throw new Error('fills no masks');
	const { signal } = new AbortController();
	const result = await analyseMasked('fill-mask', model, ASKED, signal, () => undefined);
	await model.session.dispose();
	return madeFillMaskRun(result, { ...model, engine: model.session.engine }, precision);
}
