/** The likeliest text after a context, up to a stop text: `generate_until` of the harness. */
import { encodeText, type PairEncoder } from '#core/evaluation/encode-pair.ts';
import { evaluationError } from '#core/evaluation/evaluation-error.ts';
import { largestAt } from '#core/evaluation/log-likelihood.ts';
import type { GenerationOptions } from '#core/evaluation/requests.ts';
import { AppError } from '#core/errors.ts';
import type { EngineSession } from '#engines/engine.ts';
import { EventLoopBreaks } from '#engines/event-loop.ts';

/**
 * A context that is too long loses its beginning, so that there is room for all tokens.
 *
 * @returns the text before the first stop text
 * @throws AppError as `EngineSession.step`; `evaluation-field-invalid` where no room is left
 */
export async function writeUntil(
	session: EngineSession,
	encoder: PairEncoder,
	asked: { readonly context: string; readonly options: GenerationOptions },
	signal: AbortSignal
): Promise<string> {
	const { until, maxTokens } = asked.options;
	const room = session.contextLength - maxTokens;
	if (room < 1) {
		throw evaluationError('max_gen_toks', `less than ${session.contextLength}`);
	}
	const ids = encodeText(encoder, asked.context).slice(-room);
	if (ids.length === 0) throw evaluationError('context', 'a text');
	const { tokenizer } = session;
	const written: number[] = [];
	const text = () => tokenizer.decode(written, false);
	session.reset();
	const breaks = new EventLoopBreaks();
	try {
		for (let fed = ids; written.length < maxTokens; fed = written.slice(-1)) {
			if (signal.aborted) throw new AppError('aborted', 'cancelled between two steps');
			const id = likeliest(await session.step(fed, signal));
			if (tokenizer.stopTokenIds.includes(id)) break;
			written.push(id);
			if (until.some((stop) => text().includes(stop))) break;
			await breaks.pause();
		}
	} finally {
		breaks.close();
	}
	return until.reduce((so, stop) => so.split(stop, 1)[0] ?? '', text());
}

function likeliest(logits: Float32Array): number {
	const id = largestAt(logits);
	if (Number.isNaN(logits[id])) throw evaluationError('logits', 'numbers');
	return id;
}
