/** The cells of a sweep in words. */
import { inSentence } from '#words/in-sentence.ts';
import { exp } from '#core/sampling/exp-ln.ts';
import type { ProbabilityRange } from '#core/diff/prefix-tree.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { AxisField, AxisValue } from '#core/sweep/axis-values.ts';
import type { SweepCell } from '#state/bench/sweep-plan.ts';
import { textLanguage } from '#state/model/text-language.ts';
import { fieldLabel } from '../bench-words.ts';
import { formatShare } from '#words/format.ts';
import type { PictureTable } from '../../../kit/pictures/picture-table.ts';
import { tokenPiece, withEndInWords } from '#words/token-words.ts';
import { endWords } from '#words/run-words.ts';

/** A finished cell. */
export interface DoneCell {
	readonly cell: SweepCell;
	readonly run: Run;
}

/** "Seed 1, temperature 0.2" */
export function cellWords(fields: readonly AxisField[], values: readonly AxisValue[]): string {
	return fields
		.map((field, i) => {
			const label = i === 0 ? fieldLabel(field) : inSentence(fieldLabel(field));
			return `${label} ${String(values[i])}`;
		})
		.join(', ');
}

/** Short enough for the end of a branch: "1 · 0.2"; of several: "1 · 0.2, 2 · 0.2 and 3 more". */
export function leafWords(cells: readonly DoneCell[]): string {
	const names = cells.map(({ cell }) => cell.values.join(' · '));
	return names.length <= 2
		? names.join(', ')
		: `${names.slice(0, 1).join(', ')} and ${(names.length - 1).toString()} more`;
}

export function rangeWords(range: ProbabilityRange | null): string {
	if (range === null) return 'ends';
	const [low, high] = [formatShare(range.low), formatShare(range.high)];
	return low === high ? low : `${low} to ${high}`;
}

/** The text of some output tokens. */
export function pieceText(run: Run | undefined, from: number, to: number): string {
	return (run?.output.tokens ?? [])
		.slice(from, to)
		.map((token) => withEndInWords(tokenPiece(token)))
		.join('');
}

/** Every run as a row: what is shown as table and saved as CSV. */
export function sweepTable(fields: readonly AxisField[], done: readonly DoneCell[]): PictureTable {
	return {
		columns: [
			...fields.map((field) => ({ label: fieldLabel(field) })),
			{ label: 'Text', lang: textLanguage(done[0]?.run.model) },
			{ label: 'Tokens', digits: 4 },
			{ label: 'Perplexity', digits: 3 },
			{ label: 'End' },
			{ label: 'Run id' }
		],
		rows: done.map(({ cell, run }) => [
			...cell.values.map(String),
			run.output.text,
			run.usage.output_tokens,
			perplexity(run),
			endWords(run),
			run.id
		])
	};
}

/** Of the output under the raw logits; null without tokens. */
function perplexity({ output }: Run): number | null {
	const { tokens } = output;
	if (tokens.length === 0) return null;
	return exp(-tokens.reduce((sum, { logprob }) => sum + logprob, 0) / tokens.length);
}
