/** From runs to a comparison file. */
import { RUN_LIMITS } from '../run-file/schema.ts';
import type { Run } from '../run-file/schema.ts';
import { COMPARISON_LIMITS, COMPARISON_TYPE, COMPARISON_VERSION } from './schema.ts';
import type { Comparison } from './schema.ts';

/** @param runs sealed runs, 1 to 256, each once, in the order of the columns */
export function comparisonOfRuns(
	runs: readonly Run[],
	made: Pick<Comparison, 'created' | 'app'> & { readonly title: string }
): Comparison {
	const { created, app, title } = made;
	return {
		type: COMPARISON_TYPE,
		version: COMPARISON_VERSION,
		created,
		app,
		notes: { title, text: '' },
		runs: [...runs]
	};
}

/** The comparison file's text: JSON on one line, which is half as long as indented. */
export function serializeComparison(comparison: Comparison): string {
	return `${JSON.stringify(comparison)}\n`;
}

/** Whether the file could be read again. @param text as `serializeComparison` gives it */
export function fitsComparisonFile(comparison: Comparison, text: string): boolean {
	if (comparison.runs.length > COMPARISON_LIMITS.runs) return false;
	return new TextEncoder().encode(text).length <= RUN_LIMITS.fileBytes;
}

/** `2026-11-22-3-runs-1a2b3c4d.comparison.json`: sorts by time, and names the first run. */
export function comparisonFileName({ created, runs }: Comparison): string {
	const first = runs[0]?.id.slice('sha256:'.length, 'sha256:'.length + 8) ?? '';
	const count = `${runs.length.toString()}-run${runs.length === 1 ? '' : 's'}`;
	return `${created.slice(0, 10)}-${count}-${first}.comparison.json`;
}

/** One run file a line (JSON Lines): for more runs than a comparison file may hold. */
export function serializeRunLines(runs: readonly Run[]): string {
	return runs.map((run) => `${JSON.stringify(run)}\n`).join('');
}
