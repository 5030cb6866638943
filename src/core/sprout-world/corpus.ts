/** The training corpus of the published weights: the first documents of two streams, numbered through. */
import { documentAt, kindAt, STREAMS, type StreamName, type WorldDocument } from './world.ts';
import type { WriterListener } from './generate.ts';

export type CorpusStream = Extract<StreamName, 'main' | 'primer'>;

/** In the order in which the whole corpus is numbered and searched. */
export const CORPUS: readonly { readonly stream: CorpusStream; readonly count: number }[] = [
	{ stream: 'main', count: 600_000 },
	{ stream: 'primer', count: 150_000 }
];

/** Documents of the whole corpus. */
export const CORPUS_SIZE = CORPUS.reduce((sum, { count }) => sum + count, 0);

/** Every kind of document in it. */
export const CORPUS_KINDS: readonly string[] = CORPUS.flatMap(({ stream }) =>
	STREAMS[stream].kinds.map(({ kind }) => kind)
);

/** Where document `number` of the corpus (0 to `CORPUS_SIZE` - 1) is: its stream, and its index there. */
export function corpusPlace(number: number): { stream: CorpusStream; index: number } {
	let index = number;
	for (const { stream, count } of CORPUS) {
		if (index < count) return { stream, index };
		index -= count;
	}
	throw new RangeError(`The corpus has no document ${number}`);
}

/**
 * Document `number` of the corpus.
 *
 * @param listener told how it is written
 */
export function corpusDocument(number: number, listener?: WriterListener): WorldDocument {
	const { stream, index } = corpusPlace(number);
	return documentAt(index, stream, listener);
}

/** Its kind alone: a thousand times quicker than the document. */
export function corpusKind(number: number): string {
	const { stream, index } = corpusPlace(number);
	return kindAt(index, stream);
}
