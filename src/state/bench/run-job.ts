/** Makes one run for the bench: loads its model if another one is in use, writes, and seals. */
import { AppError } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { TokenBatch } from '#protocol/worker-api.ts';
import type { Job } from './bench-values.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import type { MakeRun } from '../runs/run-maker.ts';

export interface JobParts {
	readonly model: ModelState;
	readonly makeRun: MakeRun;
}

export interface JobEvents {
	/** The model is ready; writing begins. */
	readonly onReady: () => void;
	readonly onTokens: (batch: TokenBatch) => void;
}

/**
 * One model at a time: another one takes another worker, which frees what the last one held.
 *
 * @throws AppError `busy` while the model writes for someone else, `aborted` when cancelled before
 *   the first token, and what loading and generating say
 */
export async function runJob(
	{ model, makeRun }: JobParts,
	{ choice, request }: Job,
	signal: AbortSignal,
	{ onReady, onTokens }: JobEvents
): Promise<Run> {
	if (model.generating) throw new AppError('busy', 'another run is under way');
	await model.ensure(choice);
	if (signal.aborted) throw new AppError('aborted', 'cancelled while the model was loading');
	onReady();
	const result = await model.generate(request, signal, onTokens);
	return await makeRun(result, model);
}
