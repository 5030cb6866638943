import type { AnyRun } from '#core/run-file/any-run.ts';
import { runFileName, serializeRun } from '#core/run-file/write-run.ts';
import { saveFile } from '../../kit/save-file.ts';

export function saveRunFile(run: AnyRun): void {
	saveFile(runFileName(run), new Blob([serializeRun(run)], { type: 'application/json' }));
}
