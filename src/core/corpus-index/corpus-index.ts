/**
 * What is needed to find any sentence of a corpus at once: its different sentences, and which of
 * them each document says. Grows document by document; can be asked at any time about what it has.
 */
import { GrowingUint32 } from './growing.ts';
import { SentenceTable } from './sentence-table.ts';
import { eachSentence } from './split-sentences.ts';

/** How large the arrays begin, so that they need not be copied as they grow. */
export interface Capacity {
	readonly documents: number;
	/** Different sentences. */
	readonly sentences: number;
	/** Sentences of all documents. */
	readonly occurrences: number;
}

export class CorpusIndex {
	readonly sentences: SentenceTable;
	/** The sentences' numbers, document after document. */
	readonly occurrences: GrowingUint32;
	/** Where in `occurrences` each document begins; one more entry closes the last one. */
	readonly documents: GrowingUint32;
	/** A number for what sort of document it is, given by anyone who adds it. */
	readonly kinds: GrowingUint32;

	constructor(capacity: Capacity) {
		this.sentences = new SentenceTable(capacity.sentences);
		this.occurrences = new GrowingUint32(capacity.occurrences);
		this.documents = new GrowingUint32(capacity.documents + 1);
		this.documents.push(0);
		this.kinds = new GrowingUint32(capacity.documents);
	}

	/** Documents so far. */
	get size(): number {
		return this.kinds.length;
	}

	/** Adds the next document. */
	add(text: string, kind: number): void {
		eachSentence(text, (from, to) => {
			const occurrence = this.occurrences.length;
			this.occurrences.push(this.sentences.add(text, from, to, occurrence));
		});
		this.documents.push(this.occurrences.length);
		this.kinds.push(kind);
	}

	/** The document that has an occurrence. */
	documentOf(occurrence: number): number {
		let low = 0;
		let high = this.size;
		while (high - low > 1) {
			const middle = (low + high) >>> 1;
			if (this.documents.get(middle) <= occurrence) low = middle;
			else high = middle;
		}
		return low;
	}

	/** Where a sentence was first seen: the document, and which of its sentences it is. */
	firstPlace(sentence: number): { readonly document: number; readonly position: number } {
		const occurrence = this.sentences.firsts.get(sentence);
		const document = this.documentOf(occurrence);
		return { document, position: occurrence - this.documents.get(document) };
	}
}
