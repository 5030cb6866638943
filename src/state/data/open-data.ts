/** Builds the training data browser's state, when it is first needed. */
import { CorpusClient } from '#client/corpus-client.ts';
import { DataState } from './data-state.svelte.ts';

export function openData(): DataState {
	return new DataState(new CorpusClient(), () => performance.now());
}
