import type { Run } from '#core/run-file/schema.ts';
import { runFileName, serializeRun } from '#core/run-file/seal-run.ts';
import { saveFile } from '../kit/save-file.ts';

export function saveRunFile(run: Run): void {
	saveFile(runFileName(run), new Blob([serializeRun(run)], { type: 'application/json' }));
}
