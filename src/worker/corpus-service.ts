/** Answers questions about the training corpus; reads it once, in pieces, when it is first asked. */
import { PROGRESS_INTERVAL_MS } from '#core/progress-interval.ts';
import { AppError } from '#core/errors.ts';
import { CorpusIndex, type Capacity } from '#core/corpus-index/corpus-index.ts';
import { longestCopy } from '#core/corpus-index/copied-stretch.ts';
import { DocumentSearch } from '#core/corpus-index/document-search.ts';
import { lookUp } from '#core/corpus-index/look-up.ts';
import { nearestSentences } from '#core/corpus-index/nearest.ts';
import { hasPart, parseQuery, type Query } from '#core/corpus-index/query.ts';
import { isClosed, splitSentences } from '#core/corpus-index/split-sentences.ts';
import { splitWords } from '#core/corpus-index/split-words.ts';
import { corpusDocument, CORPUS_KINDS, CORPUS_SIZE } from '#core/sprout-world/corpus.ts';
import { EventLoopBreaks } from '#engines/event-loop.ts';
import type {
	CorpusApi,
	CorpusProgress,
	CorpusSearch,
	CorpusSentence,
	CorpusSize,
	NearCorpusSentence,
	SearchReport,
	SentenceAnswer,
	SentencesAnswer,
	SentencesReport
} from '#protocol/corpus-api.ts';

/** The whole corpus has 1,591,494 different sentences in 7,546,606; a little room is left. */
const CAPACITY: Capacity = { documents: CORPUS_SIZE, sentences: 1_600_000, occurrences: 7_600_000 };
const DOCUMENTS_PER_STEP = 64;

const KIND_NUMBERS = new Map(CORPUS_KINDS.map((kind, number) => [kind, number]));

/** Work that lets messages in now and then, and ends when it is cancelled. */
async function withBreaks(
	signal: AbortSignal,
	work: (pause: () => Promise<void>) => Promise<void>
): Promise<void> {
	const breaks = new EventLoopBreaks();
	try {
		await work(async () => {
			await breaks.pause();
			if (signal.aborted) throw new AppError('aborted', 'cancelled by the page');
		});
	} finally {
		breaks.close();
	}
}

/** Those of the documents that have the query's passages, too: they are written once more to see. */
async function withPassages(
	documents: number[],
	{ passages }: Query,
	signal: AbortSignal
): Promise<number[]> {
	if (passages.length === 0) return documents;
	const found: number[] = [];
	await withBreaks(signal, async (pause) => {
		for (const document of documents) {
			const words = splitWords(corpusDocument(document).text);
			if (passages.every((passage) => hasPart(words, passage))) found.push(document);
			await pause();
		}
	});
	return found;
}

export class CorpusService implements CorpusApi {
	readonly #total: number;
	#index: CorpusIndex | null = null;

	/** @param total documents to read: fewer in tests */
	constructor(total = CORPUS_SIZE) {
		this.#total = total;
	}

	async search(
		{ query: text, kinds }: CorpusSearch,
		signal: AbortSignal,
		report: (report: SearchReport) => void
	): Promise<SearchReport> {
		const query = parseQuery(text);
		const index = this.#opened();
		const search = new DocumentSearch(index, query);
		const wanted = kinds && new Set(kinds.map((kind) => KIND_NUMBERS.get(kind)));
		const all: number[] = [];
		const next = async (): Promise<SearchReport> => {
			const candidates = search
				.next()
				.filter((document) => wanted === null || wanted.has(index.kinds.get(document)));
			const found = await withPassages(candidates, query, signal);
			for (const document of found) all.push(document);
			return { found, ...this.#progress() };
		};
		await this.#readAll(signal, async () => report(await next()));
		return { ...(await next()), found: all };
	}

	async lookUp(
		sentences: readonly string[],
		signal: AbortSignal,
		report: (report: SentencesReport) => void
	): Promise<SentencesAnswer> {
		const index = this.#opened();
		const numbers = () => sentences.map((text) => index.sentences.find(text));
		await this.#readAll(signal, () => {
			const exact = numbers().map((number) =>
				number === -1 ? 0 : index.sentences.counts.get(number)
			);
			report({ exact, ...this.#progress() });
		});
		return {
			answers: sentences.map((text) => this.#answer(text)),
			copied: longestCopy(index, numbers()),
			...this.#progress()
		};
	}

	async nearest(
		sentence: string,
		most: number,
		signal: AbortSignal,
		report: (progress: CorpusProgress) => void
	): Promise<readonly NearCorpusSentence[]> {
		await this.#readAll(signal, () => report(this.#progress()));
		const { sentences } = this.#opened();
		return nearestSentences(sentences, sentences.numbersOf(sentence), most).map(
			({ sentence: number, distance }) => ({ ...this.#sentence(number), distance })
		);
	}

	size(): Promise<CorpusSize> {
		const { size, occurrences, sentences } = this.#opened();
		return Promise.resolve({
			documents: size,
			sentences: occurrences.length,
			differentSentences: sentences.size,
			words: sentences.vocabulary.words.length
		});
	}

	#opened(): CorpusIndex {
		return (this.#index ??= new CorpusIndex(CAPACITY));
	}

	#progress(): CorpusProgress {
		return { readDocuments: this.#opened().size, totalDocuments: this.#total };
	}

	#answer(text: string): SentenceAnswer {
		const { exact, alike, begun, sentence } = lookUp(this.#opened(), text);
		const example = sentence === -1 ? null : this.#sentence(sentence);
		return { text, isClosed: isClosed(text), exact, alike, begun, example };
	}

	#sentence(number: number): CorpusSentence {
		const index = this.#opened();
		const { document, position } = index.firstPlace(number);
		const { text } = corpusDocument(document);
		const place = splitSentences(text)[position];
		return {
			text: text.slice(place?.from, place?.to),
			count: index.sentences.counts.get(number),
			document
		};
	}

	/**
	 * Reads on to the end of the corpus. Several may wait at once: each does a share of the work.
	 *
	 * @param report called now and then while there is something left to read
	 */
	async #readAll(signal: AbortSignal, report: () => void | Promise<void>): Promise<void> {
		const index = this.#opened();
		let reportedMs = performance.now();
		await withBreaks(signal, async (pause) => {
			while (index.size < this.#total) {
				this.#readSome(index);
				await pause();
				if (performance.now() - reportedMs < PROGRESS_INTERVAL_MS) continue;
				await report();
				reportedMs = performance.now();
			}
		});
	}

	#readSome(index: CorpusIndex): void {
		const end = Math.min(index.size + DOCUMENTS_PER_STEP, this.#total);
		while (index.size < end) {
			const { kind, text } = corpusDocument(index.size);
			index.add(text, KIND_NUMBERS.get(kind) ?? 0);
		}
	}
}
