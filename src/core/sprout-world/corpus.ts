/** The training corpus of the published weights: the first documents of two streams. */
import type { StreamName } from './world.ts';

export type CorpusStream = Extract<StreamName, 'main' | 'primer'>;

/** In the order in which the whole corpus is searched and numbered. */
export const CORPUS: readonly { readonly stream: CorpusStream; readonly count: number }[] = [
	{ stream: 'main', count: 600_000 },
	{ stream: 'primer', count: 150_000 }
];

/** Documents of the whole corpus. */
export const CORPUS_SIZE = CORPUS.reduce((sum, { count }) => sum + count, 0);
