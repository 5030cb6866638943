/** How prompts are fed, as run files record it. */
import type { RunEngine } from '#core/run-file/schema.ts';
import type { EngineSession, Prefill } from './engine.ts';

/**
 * Of `chunks-of-32`: a prompt is cut at every multiple of it, counted from its first token, and what is
 * left goes in one pass. Run files name it, so another length is another way.
 */
export const CHUNK_TOKENS = 32;

/**
 * What a run file says of the engine.
 *
 * @param recorded how the run that is made again read its prompt; an engine that cannot do it so
 *   reads in its own way
 */
export function engineReading(
	{ engine, prefills = [] }: Pick<EngineSession, 'engine' | 'prefills'>,
	recorded: Prefill | undefined
): RunEngine {
	if (recorded === undefined || !prefills.includes(recorded)) return engine;
	return { ...engine, prefill: recorded };
}
