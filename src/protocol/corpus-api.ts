/** Questions to Sprout's training corpus, answered in a worker of its own from an index it builds when first asked. */

/** How far the corpus has been read. Reading stops when nobody waits, and continues where it stopped. */
export interface CorpusProgress {
	readonly readDocuments: number;
	readonly totalDocuments: number;
}

export interface CorpusSearch {
	/** Words anywhere in a document; phrases in quotation marks. */
	readonly query: string;
	/** Null for all. */
	readonly kinds: readonly string[] | null;
}

/** What came to light since the last report: the corpus's numbers of documents, ascending. */
export interface SearchReport extends CorpusProgress {
	readonly found: readonly number[];
}

/** A sentence of the corpus. */
export interface CorpusSentence {
	readonly text: string;
	/** How often it is in what was read. */
	readonly count: number;
	/** The first document that has it. */
	readonly document: number;
}

export interface NearCorpusSentence extends CorpusSentence {
	/** Words to put in, leave out or change. */
	readonly distance: number;
}

/** What the corpus, or the part of it that was read, has of one sentence. */
export interface SentenceAnswer {
	readonly text: string;
	/** Whether the sentence has its end. */
	readonly isClosed: boolean;
	/** How often it is there character for character. */
	readonly exact: number;
	/** How often the same words stand there, in other case or with other punctuation. */
	readonly alike: number;
	/** For a sentence without its end: how often one is there that begins with these words. */
	readonly begun: number;
	/** One that shows it; null if missing. */
	readonly example: CorpusSentence | null;
}

/** The longest stretch of some sentences that is in one document, sentence after sentence. */
export interface CopiedSentences {
	/** The first one's place among them. */
	readonly from: number;
	readonly length: number;
	readonly document: number;
}

export interface SentencesReport extends CorpusProgress {
	/** How often each sentence is in what was read so far. */
	readonly exact: readonly number[];
}

export interface SentencesAnswer extends CorpusProgress {
	readonly answers: readonly SentenceAnswer[];
	readonly copied: CopiedSentences | null;
}

/** How large the corpus is. */
export interface CorpusSize {
	readonly documents: number;
	readonly sentences: number;
	readonly differentSentences: number;
	readonly words: number;
}

export interface CorpusApi {
	/**
	 * Finds documents; reports as the corpus is read, at most about ten times a second.
	 *
	 * @returns all that was found, since the last reports may arrive after it
	 * @throws AppError `aborted`
	 */
	search(
		search: CorpusSearch,
		signal: AbortSignal,
		report: (report: SearchReport) => void
	): Promise<SearchReport>;
	/**
	 * Looks sentences up.
	 *
	 * @param sentences one sentence each
	 * @throws AppError `aborted`
	 */
	lookUp(
		sentences: readonly string[],
		signal: AbortSignal,
		report: (report: SentencesReport) => void
	): Promise<SentencesAnswer>;
	/**
	 * The sentences of the whole corpus that are nearest to one, nearest first.
	 *
	 * @param most how many
	 * @throws AppError `aborted`
	 */
	nearest(
		sentence: string,
		most: number,
		signal: AbortSignal,
		report: (progress: CorpusProgress) => void
	): Promise<readonly NearCorpusSentence[]>;
	/** How large what was read is. */
	size(): Promise<CorpusSize>;
}
