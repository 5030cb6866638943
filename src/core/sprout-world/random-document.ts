import { philox4x32 } from '#core/sampling/philox.ts';
import { corpusKind, CORPUS_SIZE } from './corpus.ts';

/** Second word of the Philox key of random documents ("DOCS"). */
const DOCUMENTS_KEY = 0x444f4353;
const TWO_TO_32 = 4294967296;

/**
 * The document with which a seed's draw `draw` comes up: the same for everyone.
 *
 * @param seed 0 to 2^32 - 1
 * @param isWanted draws go on until a kind is wanted; null for any
 */
export function randomDocument(
	seed: number,
	draw: number,
	isWanted: ((kind: string) => boolean) | null
): number {
	const words = new Uint32Array(4);
	for (let attempt = 0; ; attempt++) {
		philox4x32(words, draw, attempt, 0, 0, seed, DOCUMENTS_KEY);
		const number = Math.floor(((words[0] as number) / TWO_TO_32) * CORPUS_SIZE);
		if (isWanted === null || isWanted(corpusKind(number))) return number;
	}
}

/**
 * The nearest document of a wanted kind from `number` on in a direction.
 *
 * @returns null if there is no other up to the end
 */
export function nextDocument(
	number: number,
	step: 1 | -1,
	isWanted: (kind: string) => boolean
): number | null {
	for (let next = number; next >= 0 && next < CORPUS_SIZE; next += step) {
		if (isWanted(corpusKind(next))) return next;
	}
	return null;
}
