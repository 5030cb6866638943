/** Puts known tokens through the model, in place of drawing them. */
import { AppError } from '#core/errors.ts';
import type { EngineSession, Prefill } from '#engines/engine.ts';
import { EventLoopBreaks } from '#engines/event-loop.ts';

/**
 * Feeds prompt and output, and hands on the logits that each output token was drawn from.
 *
 * @param tokens.prompt at least one token
 * @param options.exact prompt and tokens as when writing, also where the engine can do many in one pass
 * @param options.prefill of `exact`: how the prompt is read; see `EngineSession.reset`
 * @param options.isOver asked between two steps: true ends it early
 * @throws AppError `aborted`, and what `EngineSession.step` throws
 */
export async function teacherForce(
	session: EngineSession,
	tokens: { readonly prompt: readonly number[]; readonly output: readonly number[] },
	options: {
		readonly exact: boolean;
		readonly prefill?: Prefill;
		readonly onLogits: (logits: Float32Array) => void;
		readonly isOver?: () => boolean;
	},
	signal: AbortSignal
): Promise<void> {
	const { prompt, output } = tokens;
	// Nothing was drawn from what follows the last token.
	const fed = output.slice(0, -1);
	session.reset(options.prefill);
	if (!options.exact && session.forward !== undefined) {
		const { onLogits } = options;
		await session.forward([...prompt, ...fed], { from: prompt.length - 1, onLogits }, signal);
		return;
	}
	const breaks = new EventLoopBreaks();
	try {
		options.onLogits(await session.step(prompt, signal));
		for (const id of fed) {
			if (options.isOver?.() === true) return;
			await breaks.pause();
			if (signal.aborted) throw new AppError('aborted', 'cancelled between two steps');
			options.onLogits(await session.step([id], signal));
		}
	} finally {
		breaks.close();
	}
}
