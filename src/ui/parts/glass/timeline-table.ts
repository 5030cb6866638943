/** The numbers along a run: of its prompt, once it has been read again, and of its output. */
import type { TokenTrace } from '#core/run-file/schema.ts';
import type { ScoredToken } from '#core/scoring/scored-text.ts';
import type { PictureTable } from '../../kit/pictures/picture-table.ts';
import { tokenPiece } from '#words/token-words.ts';

export interface TimelinePoint {
	readonly piece: string;
	/** Index among the output tokens; null for a prompt token. */
	readonly outputIndex: number | null;
	/** −ln p of the token, in nats; null for the very first one. */
	readonly surprise: number | null;
	readonly entropy: number | null;
	readonly margin: number | null;
}

export function timelinePoints(
	promptTokens: readonly ScoredToken[] | null,
	output: readonly TokenTrace[]
): TimelinePoint[] {
	const before = (promptTokens ?? []).map(({ text, score }): TimelinePoint => ({
		piece: text,
		outputIndex: null,
		surprise: score === null ? null : -score.logprob,
		entropy: score?.entropy ?? null,
		margin: null
	}));
	const written = output.map((token, outputIndex): TimelinePoint => ({
		piece: tokenPiece(token),
		outputIndex,
		surprise: -token.logprob,
		entropy: token.entropy,
		margin: token.margin
	}));
	return [...before, ...written];
}

/** @param lang of the tokens */
export function timelineTable(points: readonly TimelinePoint[], lang: string): PictureTable {
	return {
		columns: [
			{ label: 'Part' },
			{ label: 'Token', lang },
			{ label: 'Surprise (nats)', digits: 4 },
			{ label: 'Entropy (nats)', digits: 4 },
			{ label: 'Margin (nats)', digits: 4 }
		],
		rows: points.map(({ piece, outputIndex, surprise, entropy, margin }) => [
			outputIndex === null ? /* @wc-include */ 'prompt' : /* @wc-include */ 'output',
			piece,
			surprise,
			entropy,
			margin
		])
	};
}

/** e to the mean surprise: as unsure as among so many equally likely tokens. null without any. */
export function perplexity(points: readonly TimelinePoint[]): number | null {
	const surprises = points.flatMap(({ surprise }) => (surprise === null ? [] : [surprise]));
	if (surprises.length === 0) return null;
	return Math.exp(surprises.reduce((sum, value) => sum + value, 0) / surprises.length);
}
