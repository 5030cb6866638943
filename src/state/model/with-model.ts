/** Work that first needs a certain model to be the one in use. */
import type { LoadedModel } from '#protocol/worker-api.ts';
import type { Work } from '../page/task.svelte.ts';
import type { ModelChoice, ModelState } from './model-state.svelte.ts';

/** How far it is; `P` once the model is at work, null before its first word. */
export type Stage<P> =
	{ readonly at: 'loading' } | { readonly at: 'working'; readonly progress: P | null };

export const LOADING = { at: 'loading' } as const;

/**
 * Loads the model, unless it is the one in use, and then does the work. What is cancelled meanwhile
 * waits no longer; the model continues loading.
 *
 * @throws AppError as `ModelState.ensure`, and what the work throws
 */
export function withModel<T, P>(
	model: ModelState,
	choice: ModelChoice,
	work: (
		signal: AbortSignal,
		tell: (progress: P | null) => boolean,
		loaded: LoadedModel
	) => Promise<T>
): Work<T, Stage<P>> {
	return async (signal, tell) => {
		const loaded = await Promise.race([model.ensure(choice), whenAborted(signal)]);
		signal.throwIfAborted();
		tell({ at: 'working', progress: null });
		return await work(signal, (progress) => tell({ at: 'working', progress }), loaded);
	};
}

function whenAborted(signal: AbortSignal): Promise<never> {
	return new Promise((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
	});
}
