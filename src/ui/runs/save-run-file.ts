import type { Run } from '#core/run-file/schema.ts';
import { runFileName, serializeRun } from '#core/run-file/seal-run.ts';

/** Hands the run to the browser's downloads. */
export function saveRunFile(run: Run): void {
	const url = URL.createObjectURL(new Blob([serializeRun(run)], { type: 'application/json' }));
	const link = document.createElement('a');
	link.href = url;
	link.download = runFileName(run);
	link.click();
	// The download has its own hold on the data by then.
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
