/** Puts texts through the model and asks how likely each of their tokens was: for every engine. */
import { AppError } from '#core/errors.ts';
import { traceLogits } from '#core/sampling/trace.ts';
import type { ScoredText, ScoredToken, TokenScore } from '#core/scoring/scored-text.ts';
import type { EngineSession } from '#engines/engine.ts';
import type { Analyses, AnalysisProgress, ScoreText } from '#protocol/analysis-api.ts';
import { teacherForce } from '../teacher-force.ts';
import { paced } from '../paced.ts';

/** About a long chapter; more would take a slow model hours. */
const MOST_TOKENS = 20_000;

interface TokenizedText {
	readonly ids: readonly number[];
	/** Index of the first token that is scored. */
	readonly from: number;
	readonly byteCount: number;
}

function tokenize({ tokenizer }: EngineSession, { given, text }: ScoreText): TokenizedText {
	// A beginning-of-text token, where the tokenizer adds one, is given.
	const before = tokenizer.encode(given, true);
	const ids = given === '' ? tokenizer.encode(text, true) : tokenizer.encode(text, false);
	const added = given === '' ? ids.length - tokenizer.encode(text, false).length : 0;
	const all = given === '' ? ids : [...before, ...ids];
	if (all.length < 2) throw new AppError('prompt-empty', 'fewer than two tokens');
	const from = Math.max(1, given === '' ? added : before.length);
	return { ids: all, from, byteCount: new TextEncoder().encode(text).length };
}

interface Window {
	/** Index of its first token. */
	readonly start: number;
	/** Index of the first token that is scored in it. */
	readonly from: number;
	readonly end: number;
}

/**
 * A text that is longer than the context is read in windows of its size that overlap by half, so that
 * every token but the first ones is scored with at least half a context before it.
 */
function windows({ ids, from }: TokenizedText, contextLength: number): Window[] {
	const found: Window[] = [];
	const overlap = Math.ceil(contextLength / 2);
	for (let next = from; next < ids.length;) {
		const start = next < contextLength ? 0 : next - overlap;
		const end = Math.min(ids.length, start + contextLength);
		found.push({ start, from: next, end });
		next = end;
	}
	return found;
}

async function scoreText(
	session: EngineSession,
	tokenized: TokenizedText,
	alternatives: number,
	signal: AbortSignal,
	onToken: () => void
): Promise<ScoredText> {
	const { tokenizer, contextLength } = session;
	const { ids, byteCount } = tokenized;
	const scores: (TokenScore | null)[] = ids.map(() => null);
	for (const { start, from, end } of windows(tokenized, contextLength)) {
		let index = from;
		const onLogits = (logits: Float32Array) => {
			const { alternatives: likeliest, ...rest } = traceLogits(
				logits,
				ids[index] ?? 0,
				alternatives
			);
			scores[index] = {
				...rest,
				alternatives: likeliest.map((each) => ({ ...each, text: tokenizer.piece(each.id) }))
			};
			index += 1;
			onToken();
		};
		const tokens = { prompt: ids.slice(start, from), output: ids.slice(from, end) };
		await teacherForce(session, tokens, { exact: false, onLogits }, signal);
	}
	const tokens: ScoredToken[] = ids.map((id, i) => ({
		id,
		text: tokenizer.piece(id),
		score: scores[i] ?? null
	}));
	return { tokens, byteCount };
}

/** @throws AppError `prompt-empty`, `text-too-long` (details: tokens, maxTokens), and what a step throws */
export async function scoreTexts(
	session: EngineSession,
	{ texts, alternatives }: Analyses['score']['request'],
	signal: AbortSignal,
	onProgress: (progress: AnalysisProgress) => void
): Promise<Analyses['score']['result']> {
	const tokenized = texts.map((text) => tokenize(session, text));
	const total = tokenized.reduce((sum, { ids, from }) => sum + ids.length - from, 0);
	if (total > MOST_TOKENS) {
		throw new AppError('text-too-long', `${total} tokens`, {
			details: { tokens: total, maxTokens: MOST_TOKENS }
		});
	}
	const tell = paced(onProgress);
	let done = 0;
	const onToken = () => {
		done += 1;
		tell({ done, total }, done >= total);
	};
	const scored: ScoredText[] = [];
	for (const text of tokenized) {
		if (signal.aborted) throw new AppError('aborted', 'cancelled between two texts');
		scored.push(await scoreText(session, text, alternatives, signal, onToken));
	}
	return scored;
}
