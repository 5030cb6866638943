import type { RunFileClient } from '#client/run-file-client.ts';
import {
	FILL_MASK_TYPE,
	FILL_MASK_VERSION,
	type FillMaskRequest,
	type FillMaskRun
} from '#core/fill-mask/schema.ts';
import { sentenceWords, type SentenceWord } from '#core/fill-mask/words.ts';
import type { Analyses, AnalysisProgress } from '#protocol/analysis-api.ts';
import type { SettingsStore } from '#storage/settings-store.ts';
import { FillCheck } from './fill-check.svelte.ts';
import { FILL_DRAFT, type DraftSentence } from './fill-draft.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { describeCircumstances, type RunOrigin } from '../runs/run-maker.ts';
import { Task } from '../page/task.svelte.ts';
import type { RunsState } from '../runs/runs-state.svelte.ts';

type Filled = Analyses['fill-mask']['result'];

export interface FillParts {
	readonly model: ModelState;
	readonly origin: RunOrigin;
	readonly settings: Promise<SettingsStore>;
	readonly runFiles: Pick<RunFileClient, 'seal'>;
	readonly runs: Pick<RunsState, 'keep' | 'addVerdict'>;
}

const DRAFT_KEY = 'fill-mask';
/** Two can be compared. */
const MOST_SENTENCES = 2;
/** What is recorded; far fewer are shown. */
const RECORDED_ALTERNATIVES = 50;

const EMPTY: DraftSentence = { text: '', hidden: [] };

/** Sentences with hidden words, and what a masked language model expects in their places. */
export class FillState {
	sentences = $state.raw<readonly DraftSentence[]>([EMPTY]);
	/** Of each sentence as the model reads it; empty until it has read it. */
	words = $state.raw<readonly (readonly SentenceWord[])[]>([]);
	readonly reading = new Task<readonly (readonly SentenceWord[])[]>();
	/** Filling, or scoring. */
	readonly task = new Task<FillMaskRun, AnalysisProgress | null>();
	/** The last run, kept among the runs. */
	run = $state.raw<FillMaskRun | null>(null);
	/** Of fill-mask runs, not only of the last one. */
	readonly check: FillCheck;

	readonly mask = $derived.by(() => this.#parts.model.loaded?.mask ?? null);
	readonly isRunning = $derived(this.task.isRunning);
	readonly isComparing = $derived(this.sentences.length > 1);
	/** True when every sentence hides something. */
	readonly canFill = $derived(
		this.mask !== null &&
			this.sentences.every(
				({ hidden }, i) => hidden.length > 0 || this.words[i]?.some(({ isMask }) => isMask) === true
			)
	);
	/** True when nothing is hidden by a mask: then every word's own probability can be asked. */
	readonly canScore = $derived(
		this.mask !== null &&
			this.words.length > 0 &&
			this.words.every((words) => words.length > 0 && words.every(({ isMask }) => !isMask))
	);

	readonly #parts: FillParts;

	constructor(parts: FillParts) {
		this.#parts = parts;
		this.check = new FillCheck(parts.model, parts.runs.addVerdict);
	}

	/** Brings back the sentences of the last visit. */
	async restore(): Promise<void> {
		const settings = await this.#parts.settings.catch(() => null);
		const kept = await settings?.read(DRAFT_KEY, FILL_DRAFT, []).catch(() => []);
		if (kept !== undefined && kept.length > 0) this.sentences = kept.slice(0, MOST_SENTENCES);
	}

	/** @param sentences replace what is there; hidden words are positions of tokens */
	set(sentences: readonly DraftSentence[]): void {
		this.sentences = sentences.slice(0, MOST_SENTENCES);
		this.words = [];
		void this.readWords();
	}

	/** A text that changes shows all its words again. */
	setText(index: number, text: string): void {
		this.sentences = this.sentences.map((old, i) => (i === index ? { text, hidden: [] } : old));
		void this.readWords();
	}

	/** A second sentence starts as a copy: what is changed in it is what is compared. */
	addSentence(): void {
		if (this.sentences.length < MOST_SENTENCES)
			this.set([...this.sentences, this.sentences[0] ?? EMPTY]);
	}

	removeSentence(index: number): void {
		this.set(this.sentences.filter((_, i) => i !== index));
	}

	/** Hides a word, or shows it again. */
	toggle(index: number, { positions }: SentenceWord): void {
		this.sentences = this.sentences.map((sentence, i) => {
			if (i !== index) return sentence;
			const { text, hidden } = sentence;
			const isHidden = positions.every((position) => hidden.includes(position));
			const others = hidden.filter((position) => !positions.includes(position));
			return { text, hidden: isHidden ? others : [...others, ...positions] };
		});
		this.#keepDraft();
	}

	/** Asks the model for its tokens; called when the text or the model changes. */
	async readWords(): Promise<void> {
		this.#keepDraft();
		this.reading.clear();
		const { mask, sentences } = this;
		if (mask === null) return;
		const wordsOf = async ({ text }: DraftSentence): Promise<SentenceWord[]> => {
			const { tokens } = await this.#parts.model.preview({ mode: 'completion', prompt: text });
			return sentenceWords(tokens, mask.tokenId);
		};
		await this.reading.run(
			null,
			() => Promise.all(sentences.map(wordsOf)),
			(words) => {
				this.words = words;
				this.#dropStrayPositions();
			}
		);
	}

	/** What is in the places of the hidden words. */
	async fill(): Promise<void> {
		await this.#work('together', this.sentences);
	}

	/** Hides every word's tokens one at a time: how predictable is the sentence? */
	async score(): Promise<void> {
		const everything = this.sentences.map(({ text }, i) => ({
			text,
			hidden: this.words[i]?.flatMap(({ positions }) => positions) ?? []
		}));
		await this.#work('one-by-one', everything);
	}

	stop(): void {
		this.task.stop();
	}

	async #work(
		masking: FillMaskRequest['masking'],
		sentences: readonly DraftSentence[]
	): Promise<void> {
		if (this.isRunning) return;
		const { model, runs } = this.#parts;
		const asked = { sentences, masking, topK: RECORDED_ALTERNATIVES };
		let keeping: Promise<void> | undefined;
		await this.task.run(
			null,
			async (signal, tell) => this.#seal(await model.analyse('fill-mask', asked, signal, tell)),
			(run) => {
				this.run = run;
				keeping = runs.keep(run);
			}
		);
		await keeping;
	}

	#seal({ request, output, usage, timing }: Filled): Promise<FillMaskRun> {
		const { model, origin, runFiles } = this.#parts;
		const circumstances = describeCircumstances(origin, model);
		return runFiles.seal({
			type: FILL_MASK_TYPE,
			version: FILL_MASK_VERSION,
			...circumstances,
			request,
			output,
			usage,
			timing
		});
	}

	/** Another model cuts a text into other tokens: what was hidden there may not exist here. */
	#dropStrayPositions(): void {
		this.sentences = this.sentences.map((sentence, i) => {
			const words = this.words[i] ?? [];
			const hidden = sentence.hidden.filter((position) =>
				words.some(({ positions }) => positions.includes(position))
			);
			return hidden.length === sentence.hidden.length ? sentence : { ...sentence, hidden };
		});
	}

	#keepDraft(): void {
		const draft = this.sentences.map(({ text, hidden }) => ({ text, hidden: [...hidden] }));
		// What cannot be kept is still on the screen.
		this.#parts.settings.then((store) => store.write(DRAFT_KEY, draft)).catch(() => undefined);
	}
}
