import type { Comparison } from '#core/comparison/schema.ts';
import {
	comparisonFileName,
	comparisonOfRuns,
	fitsComparisonFile,
	serializeComparison,
	serializeRunLines
} from '#core/comparison/write-comparison.ts';
import type { Run } from '#core/run-file/schema.ts';
import { saveFile } from '../../kit/save-file.ts';

/** Saves runs as one comparison file; as run files line by line when they are more than it holds. */
export function saveComparison(runs: readonly Run[], app: Comparison['app'], title: string): void {
	const created = new Date().toISOString();
	const comparison = comparisonOfRuns(runs, { created, app, title });
	const text = serializeComparison(comparison);
	const name = comparisonFileName(comparison);
	if (fitsComparisonFile(comparison, text)) {
		saveFile(name, new Blob([text], { type: 'application/json' }));
		return;
	}
	const lines = new Blob([serializeRunLines(runs)], { type: 'application/jsonl' });
	saveFile(name.replace(/comparison\.json$/, 'runs.jsonl'), lines);
}
