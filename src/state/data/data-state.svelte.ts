import { splitSentences } from '#core/corpus-index/split-sentences.ts';
import { CORPUS_SIZE } from '#core/sprout-world/corpus.ts';
import { nextDocument, randomDocument } from '#core/sprout-world/random-document.ts';
import type {
	CopiedSentences,
	CorpusApi,
	NearCorpusSentence,
	SentenceAnswer
} from '#protocol/corpus-api.ts';
import { CorpusJob } from './corpus-job.svelte.ts';

/** Turning the pages of the corpus. */
export class BrowseState {
	number = $state(0);
	/** Null for all kinds. */
	kind = $state<string | null>(null);
	seed = $state(1);
	/** How many documents the seed has drawn. */
	draws = $state(0);

	/** Shows a document, or the next one of the chosen kind. */
	open(number: number): void {
		const from = Math.min(Math.max(Math.trunc(number) || 0, 0), CORPUS_SIZE - 1);
		this.number =
			nextDocument(from, 1, this.isWanted) ?? nextDocument(from, -1, this.isWanted) ?? from;
	}

	/** The next document of the chosen kind before or after this one; null at the end. */
	beside(step: 1 | -1): number | null {
		return nextDocument(this.number + step, step, this.isWanted);
	}

	choose(kind: string | null): void {
		this.kind = kind;
		this.open(this.number);
	}

	drawRandom(): void {
		this.number = randomDocument(this.seed, this.draws, this.kind === null ? null : this.isWanted);
		this.draws++;
	}

	readonly isWanted = (kind: string): boolean => this.kind === null || kind === this.kind;
}

/** What was searched for, and the documents that have it. */
export class CorpusSearchState {
	query = $state('');
	kind = $state<string | null>(null);
	/** The query that `found` is about; null before the first search. */
	asked = $state.raw<{ readonly query: string; readonly kind: string | null } | null>(null);
	/** Numbers of documents, ascending. */
	found = $state.raw<readonly number[]>([]);
	readonly job: CorpusJob;
	readonly #corpus: CorpusApi;

	constructor(corpus: CorpusApi, now: () => number) {
		this.#corpus = corpus;
		this.job = new CorpusJob(now);
	}

	async search(): Promise<void> {
		const { query, kind } = this;
		this.found = [];
		this.asked = query.trim() === '' ? null : { query, kind };
		if (this.asked === null) {
			this.job.clear();
			return;
		}
		await this.job.run(async (signal, tell) => {
			const kinds = kind === null ? null : [kind];
			const last = await this.#corpus.search({ query, kinds }, signal, (report) => {
				if (tell(report) && report.found.length > 0) this.found = this.found.concat(report.found);
			});
			if (tell(last)) this.found = last.found;
		});
	}
}

export interface AskedSentence {
	readonly answer: SentenceAnswer;
	/** Null while they are looked for, and where an exact one makes them needless. */
	readonly near: readonly NearCorpusSentence[] | null;
}

/** How many near sentences are shown for each. */
const MOST_NEAR = 5;

/** Sentences that are looked up together: those of a text, or of an output. */
export class SentencesState {
	/** In order; empty before the first question and while the corpus is read. */
	asked = $state.raw<readonly AskedSentence[]>([]);
	/** How often each is known to be there while the corpus is being read. */
	exactSoFar = $state.raw<readonly number[]>([]);
	copied = $state.raw<CopiedSentences | null>(null);
	/** What the answers are about. */
	sentences = $state.raw<readonly string[]>([]);
	readonly job: CorpusJob;
	readonly #corpus: CorpusApi;

	constructor(corpus: CorpusApi, now: () => number) {
		this.#corpus = corpus;
		this.job = new CorpusJob(now);
	}

	/**
	 * Looks up each, and then the nearest to those that are not there.
	 *
	 * @param sentences one sentence each
	 */
	async ask(sentences: readonly string[]): Promise<void> {
		this.asked = [];
		this.exactSoFar = [];
		this.copied = null;
		this.sentences = sentences;
		if (sentences.length === 0) {
			this.job.clear();
			return;
		}
		await this.job.run(async (signal, tell) => {
			const found = await this.#corpus.lookUp(sentences, signal, (report) => {
				if (tell(report)) this.exactSoFar = report.exact;
			});
			if (!tell(found)) return;
			this.copied = found.copied;
			this.asked = found.answers.map((answer) => ({ answer, near: null }));
			for (const [index, { exact, text }] of found.answers.entries()) {
				if (exact > 0) continue;
				const near = await this.#corpus.nearest(text, MOST_NEAR, signal, () => undefined);
				if (!tell(found)) return;
				this.asked = this.asked.with(index, {
					answer: found.answers[index] as SentenceAnswer,
					near
				});
			}
		});
	}

	/** Looks up every sentence of a text. */
	async askText(text: string): Promise<void> {
		await this.ask(splitSentences(text).map(({ from, to }) => text.slice(from, to)));
	}
}

/** The training data browser: what is being looked at stays while other views are open. */
export class DataState {
	readonly browse = new BrowseState();
	readonly search: CorpusSearchState;
	readonly sentence: SentencesState;
	/** The text in whose sentences `sentence` is interested. */
	text = $state('');
	readonly #corpus: CorpusApi;
	readonly #now: () => number;

	/** @param now milliseconds */
	constructor(corpus: CorpusApi, now: () => number) {
		this.#corpus = corpus;
		this.#now = now;
		this.search = new CorpusSearchState(corpus, now);
		this.sentence = new SentencesState(corpus, now);
	}

	/** For sentences that are looked up elsewhere, e.g. those of a run. */
	openSentences(): SentencesState {
		return new SentencesState(this.#corpus, this.#now);
	}
}
