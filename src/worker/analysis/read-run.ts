/** Reads a finished run again, for what its file does not hold: its logits and its prompt's surprise. */
import { AppError } from '#core/errors.ts';
import { LogitsKeeper } from '#core/sampling/logits-keeper.ts';
import { traceLogits } from '#core/sampling/trace.ts';
import type { ScoredToken, TokenScore } from '#core/scoring/scored-text.ts';
import type { EngineSession } from '#engines/engine.ts';
import type { Analyses, AnalysisProgress } from '#protocol/analysis-api.ts';
import { teacherForce } from '../teacher-force.ts';
import { MOST_KEPT_BYTES, withKept } from '../with-kept.ts';
import { checkIds } from './check-ids.ts';
import { paced } from '../paced.ts';

/** @throws AppError `prompt-empty`, `prompt-too-long`, `settings-invalid`, and what a step throws */
export async function readRun(
	session: EngineSession,
	{ tokenIds, outputFrom }: Analyses['read-run']['request'],
	signal: AbortSignal,
	onProgress: (progress: AnalysisProgress) => void
): Promise<Analyses['read-run']['result']> {
	const { tokenizer, contextLength } = session;
	checkIds(tokenizer, tokenIds);
	const total = tokenIds.length - 1;
	if (total < 1) throw new AppError('prompt-empty', 'fewer than two tokens');
	if (total > contextLength) {
		throw new AppError('prompt-too-long', `${tokenIds.length} tokens`, {
			details: { tokens: tokenIds.length, maxTokens: contextLength + 1, contextLength }
		});
	}
	const keeper = new LogitsKeeper(MOST_KEPT_BYTES);
	const scores: (TokenScore | null)[] = [null];
	const tell = paced(onProgress);
	const onLogits = (logits: Float32Array): void => {
		const index = scores.length;
		const id = tokenIds[index] ?? 0;
		scores.push({ ...traceLogits(logits, id, 0), alternatives: [] });
		if (index >= outputFrom) keeper.add(logits, id);
		tell({ done: index, total }, index >= total);
	};
	const tokens = { prompt: tokenIds.slice(0, 1), output: tokenIds.slice(1) };
	await teacherForce(session, tokens, { exact: false, onLogits }, signal);
	const read = tokenIds.map((id, i): ScoredToken => {
		return { id, text: tokenizer.piece(id), score: scores[i] ?? null };
	});
	return withKept(keeper, { tokens: read });
}
