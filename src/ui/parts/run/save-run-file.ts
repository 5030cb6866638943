import type { AnyRun } from '#core/run-file/any-run.ts';
import { runFileName, serializeRun } from '#core/run-file/write-run.ts';
import type { ModelState } from '#state/model/model-state.svelte.ts';
import { knownInWords } from './model-name.ts';
import { saveFile } from '../../kit/save-file.ts';

export function saveRunFile(model: Pick<ModelState, 'catalog'>, run: AnyRun): void {
	saveFile(
		runFileName(run, knownInWords(model, run.model.digest)),
		new Blob([serializeRun(run)], { type: 'application/json' })
	);
}
