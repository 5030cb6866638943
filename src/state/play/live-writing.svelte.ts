import type { Run, TokenTrace } from '#core/run-file/schema.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import type { GenerateResult } from '#protocol/worker-api.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { TokenLog } from '../runs/token-log.svelte.ts';
import { otherSettings } from './other-settings.ts';
import type { RecipeState } from './recipe-state.svelte.ts';
import type { WritingState } from './writing-state.svelte.ts';

export interface LiveParts {
	readonly model: ModelState;
	readonly recipe: RecipeState;
	readonly writing: WritingState;
	/** Milliseconds on a clock that only goes forward. */
	readonly now: () => number;
}

/** A text that takes longer than this does not follow a hand. */
const FAST_MS = 500;
/** A draft that is younger than this ends sooner than a new one would: it is not cancelled for one. */
const SOON_MS = 100;
/** From here on a draft is shown while it grows. */
const SLOW_MS = 150;

interface Job {
	readonly base: Run;
	readonly request: GenerateRequest;
	/** Whether the hand has let go: what this writes becomes the text. */
	readonly isLast: boolean;
}

/**
 * Rewrites the text on show while its settings are moved: the same beginning, the same seed. A new draft takes the place
 * of the one under way; none of them is a run, until `settle`.
 */
export class LiveWriting {
	readonly #parts: LiveParts;
	#wanted: Job | null = null;
	#underWay: { readonly control: AbortController; readonly startedMs: number } | null = null;
	#loop: Promise<void> | null = null;

	constructor(parts: LiveParts) {
		this.#parts = parts;
		parts.writing.endDrafts = () => this.end();
	}

	/** Whether the text on show can follow at all. */
	get canFollow(): boolean {
		const { recipe, writing } = this.#parts;
		return writing.run !== null && recipe.mode === 'completion' && !writing.isOutdated;
	}

	/** Whether it would follow fast enough to be pleasant, as its last writing was measured. */
	get isFast(): boolean {
		const { run } = this.#parts.writing;
		if (run === null) return false;
		const { tokens_per_second: rate, time_to_first_token_ms: firstMs } = run.timing;
		return rate > 0 && firstMs + (1000 * run.output.tokens.length) / rate <= FAST_MS;
	}

	/** The settings have moved. */
	follow(): void {
		this.#ask(false);
	}

	/** The hand has let go: what the settings write now is the text, and is kept. Resolves when it is. */
	async settle(): Promise<void> {
		this.#ask(true);
		await this.#loop;
	}

	/** Back to the settings, and the text, that were there before the hand moved. */
	async cancel(): Promise<void> {
		const { recipe, writing } = this.#parts;
		await this.end();
		if (writing.run !== null) recipe.useSettingsOf(writing.run.request);
	}

	/** Drops what is being drafted. */
	async end(): Promise<void> {
		this.#wanted = null;
		this.#underWay?.control.abort();
		this.#parts.writing.draft = null;
		await this.#loop;
	}

	#ask(isLast: boolean): void {
		const { model, recipe, writing } = this.#parts;
		const { run } = writing;
		if (run === null || !this.canFollow) return;
		if (otherSettings(run.request, recipe.settings, recipe.seed).length === 0) {
			void this.end();
			return;
		}
		if (this.#loop === null && (model.loaded === null || model.generating)) return;
		this.#wanted = this.#job(run, isLast);
		this.#callOffOldDraft();
		this.#loop ??= this.#work();
	}

	#job(base: Run, isLast: boolean): Job | null {
		const { recipe, writing } = this.#parts;
		if (writing.subject === null) return null;
		const seed = recipe.seed.trim() === '' ? base.request.seed : recipe.seed.trim();
		const request = writing.request({ ...writing.subject, seed }, base.request.forced_token_ids);
		const keepLogits = isLast && request.keepLogits === true;
		return { base, request: { ...request, keepLogits }, isLast };
	}

	#callOffOldDraft(): void {
		if (this.#underWay === null) return;
		const { control, startedMs } = this.#underWay;
		if (this.#parts.now() - startedMs > SOON_MS) control.abort();
	}

	async #work(): Promise<void> {
		try {
			for (let job = this.#take(); job !== null; job = this.#take()) await this.#do(job);
		} catch {
			// What is wrong with the settings, or the model, is said when they are written in earnest.
			this.#parts.writing.draft = null;
		} finally {
			this.#loop = null;
			this.#underWay = null;
		}
	}

	#take(): Job | null {
		const job = this.#wanted;
		this.#wanted = null;
		return job;
	}

	async #do(job: Job): Promise<void> {
		const { model, now, writing } = this.#parts;
		const control = new AbortController();
		const startedMs = now();
		this.#underWay = { control, startedMs };
		writing.draft = { log: writing.shownLog, isWhole: false };
		const grown: TokenTrace[] = [];
		const result = await model.generate(job.request, control.signal, ({ from, tokens }) => {
			grown.splice(from, grown.length, ...tokens);
			if (now() - startedMs > SLOW_MS) this.#show(job, control, grown, false);
		});
		if (control.signal.aborted || writing.run !== job.base) return;
		await this.#finish(job, control, result);
	}

	async #finish(job: Job, control: AbortController, result: GenerateResult): Promise<void> {
		const { writing } = this.#parts;
		this.#show(job, control, result.output.tokens, true);
		// The hand may have moved on meanwhile.
		if (job.isLast && this.#wanted === null) await writing.adopt(result);
	}

	#show(
		{ base }: Job,
		{ signal }: AbortController,
		tokens: readonly TokenTrace[],
		isWhole: boolean
	): void {
		const { writing } = this.#parts;
		if (signal.aborted || writing.run !== base) return;
		const log = writing.draft?.log === writing.log ? new TokenLog() : writing.draft?.log;
		const shown = log ?? new TokenLog();
		shown.settle([...tokens]);
		writing.draft = { log: shown, isWhole };
	}
}
