import { FILES_UNCHECKED } from '#client/model-check.ts';
import { toAppError, type AppError } from '#core/errors.ts';
import { tokensPerSecond } from '#core/tokens-per-second.ts';
import { formatLocalDate } from '#core/run-file/local-date.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { GenerateRequest, PromptRequest } from '#protocol/generate-request.ts';
import type { GenerateResult, PromptProgress, TokenBatch } from '#protocol/worker-api.ts';
import type { KeptFrom } from '#storage/run-summary.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { Task } from '../page/task.svelte.ts';
import { RunInsight } from '../glass/run-insight.svelte.ts';
import { roomFor } from './other-settings.ts';
import type { RecipeState } from './recipe-state.svelte.ts';
import type { MakeRun } from '../runs/run-maker.ts';
import { recordedPromptOf } from '../runs/run-recipe.ts';
import { TokenLog } from '../runs/token-log.svelte.ts';
import { TokenSelection } from '../runs/token-selection.svelte.ts';

export type WritingStatus =
	| { readonly kind: 'empty' }
	| { readonly kind: 'writing' }
	| { readonly kind: 'finished'; readonly run: Run }
	/** Ended without a run file: the engine failed, or it was cancelled before the first token. */
	| { readonly kind: 'stopped'; readonly error: AppError | null };

export interface Pace {
	readonly tokensPerSecond: number;
	readonly timeToFirstTokenMs: number;
}

/** What an output was, or is being, written from. */
export interface Subject {
	readonly prompt: PromptRequest;
	/** Known once a run from this prompt has finished. */
	readonly promptTokenIds: readonly number[] | null;
	/** How a kept run read its prompt, so that what is set has the same numbers again. */
	readonly prefill?: Run['engine']['prefill'];
	readonly seed: string;
	/** How many of the first output tokens were set and not drawn. */
	readonly forcedCount: number;
}

/** The text before the one on show, and how that one came out of it. */
export interface Before {
	readonly run: Run;
	/** Where another token was put in its place; null: other settings wrote it. */
	readonly branchedAt: number | null;
	readonly before: Before | null;
}

/** What other settings would have written, while they are still being moved. */
export interface Draft {
	/** Grows only when a draft takes long; else the last whole one stays until the next is whole. */
	readonly log: TokenLog;
	readonly isWhole: boolean;
}

export interface WritingParts {
	readonly model: ModelState;
	readonly recipe: RecipeState;
	readonly makeRun: MakeRun;
	/** Puts a finished run into the history. */
	readonly keep: (run: Run, from?: KeptFrom) => Promise<void>;
	/** On, when nobody has a say in it. */
	readonly keepsLogits?: { readonly isOn: boolean };
}

/** How many alternatives are recorded for each token. */
export const ALTERNATIVES = 8;

/** The output in the playground: what is written now, or was written last. */
export class WritingState {
	status = $state.raw<WritingStatus>({ kind: 'empty' });
	subject = $state.raw<Subject | null>(null);
	text = $state('');
	pace = $state.raw<Pace | null>(null);
	readonly log = new TokenLog();
	readonly selection = new TokenSelection();
	readonly insight = new RunInsight();
	/** Whether logits are kept while writing, so that each token can be explained afterwards. */
	keepsLogits: { readonly isOn: boolean };

	before = $state.raw<Before | null>(null);
	/** In place of `log` while settings are being moved; see `LiveWriting`. */
	draft = $state.raw<Draft | null>(null);
	readonly shownLog = $derived(this.draft?.log ?? this.log);
	/** Cancelled, and awaited, before anything else is written. */
	endDrafts: () => Promise<void> = () => Promise.resolve();

	/** While a long prompt is read. */
	reading = $state.raw<PromptProgress | null>(null);

	readonly run = $derived(this.status.kind === 'finished' ? this.status.run : null);
	readonly isWriting = $derived(this.status.kind === 'writing');
	/** More can follow unless the model itself ended. */
	readonly canContinue = $derived(
		this.log.length > 0 && !this.isWriting && this.run?.output.finish_reason !== 'stop'
	);
	/** Belongs to the mode on screen: an answer is not shown under a completion prompt. */
	readonly isOnShow = $derived.by(() => this.subject?.prompt.mode === this.#parts.recipe.mode);
	/** True when the prompt on screen is no longer the one this was written from. */
	readonly isOutdated = $derived.by(
		() => this.subject !== null && !samePrompt(this.subject.prompt, this.#parts.recipe.sent)
	);

	/** Write was pressed while the model was still loading: it starts by itself. */
	readonly isQueued = $derived.by(() => this.#waiting.isRunning);
	/** Whether Write can be pressed: the model is free, or is on its way. */
	readonly canAsk = $derived.by(() => {
		const { model } = this.#parts;
		if (model.loaded === null) return isComing(model);
		return !model.generating || this.draft !== null;
	});

	readonly #parts: WritingParts;
	readonly #task = new Task();
	readonly #waiting = new Task();

	constructor(parts: WritingParts) {
		this.#parts = parts;
		this.keepsLogits = parts.keepsLogits ?? { isOn: true };
	}

	/**
	 * Writes from the recipe as it is; while the model is loading, as it is once that is ready.
	 *
	 * @param sends whether the message that is being typed goes with it
	 */
	async write(sends = true): Promise<void> {
		const { recipe } = this.#parts;
		if (!recipe.canWrite || this.isWriting || this.isQueued) return;
		if (!(await this.#awaitModel())) return;
		// oxlint-disable-next-line typescript/no-unnecessary-condition -- it may have been emptied meanwhile
		if (!recipe.canWrite) return;
		const seed = this.#takeSeed();
		if (seed === null) return;
		if (sends) recipe.send(this.answer);
		const forced = recipe.setTokenIds;
		const subject = { prompt: dated(recipe.sent), promptTokenIds: null, seed };
		await this.#generate({ ...subject, forcedCount: forced.length }, forced);
	}

	/** Writes the same beginning again with the recipe's settings; the same noise, unless another seed was typed. */
	async rewrite(): Promise<void> {
		const { recipe } = this.#parts;
		if (this.subject === null || this.isWriting) return;
		const seed = recipe.seed.trim() === '' ? this.subject.seed : this.#takeSeed();
		if (seed === null) return;
		const forced = this.log.all().slice(0, this.subject.forcedCount);
		await this.#generate(
			{ ...this.subject, seed },
			forced.map(({ id }) => id)
		);
	}

	/** Continues where the output ended, with the recipe's settings. */
	async continue(): Promise<void> {
		if (this.subject === null || !this.canContinue) return;
		const forced = this.log.all().map(({ id }) => id);
		await this.#generate({ ...this.subject, forcedCount: forced.length }, forced);
	}

	/** Writes again from `index` on, as if the model had said `tokenId` there. */
	async branch(index: number, tokenId: number): Promise<void> {
		if (this.subject === null || this.isWriting) return;
		const kept = this.log.all().slice(0, index);
		const forced = [...kept.map(({ id }) => id), tokenId];
		const before = this.#asBefore(index);
		await this.#generate({ ...this.subject, forcedCount: forced.length }, forced, before);
	}

	/** Shows the text before this one again. What was written meanwhile stays in the history. */
	back(): Run | null {
		if (this.before === null || this.isWriting) return null;
		const { run, before } = this.before;
		this.show(run);
		this.before = before;
		return run;
	}

	/** Takes what other settings wrote of the same beginning as the text on show: it is a run, and kept. */
	async adopt(result: GenerateResult): Promise<void> {
		const { model, makeRun, keep } = this.#parts;
		const before = this.#asBefore(null);
		const { chosen } = this.selection;
		const run = await makeRun(result, model);
		this.show(run);
		this.before = before;
		this.selection.chosen = chosen !== null && chosen < this.log.length ? chosen : null;
		this.insight.kept = result.kept ?? null;
		await keep(run);
	}

	/** Ends the writing, or the wait for the model; once it has ended, the wait for the check of its files. */
	stop(): void {
		const { model } = this.#parts;
		this.#waiting.stop();
		if (model.check.isAwaited) model.leaveCheck();
		this.#task.stop();
	}

	clear(): void {
		this.stop();
		this.#begin(null);
		this.status = { kind: 'empty' };
	}

	/** Puts a kept run on the page, as if it had just been written. */
	show(run: Run): void {
		const { request } = run;
		this.#begin({
			prompt: recordedPromptOf(request),
			promptTokenIds: request.prompt_token_ids,
			prefill: run.engine.prefill,
			seed: request.seed,
			forcedCount: request.forced_token_ids.length
		});
		this.#finish(run);
	}

	#asBefore(branchedAt: number | null): Before | null {
		const { run, before } = this;
		return run === null ? null : { run, branchedAt, before };
	}

	#finish(run: Run): void {
		const { output, timing } = run;
		this.log.settle(output.tokens);
		this.text = output.text;
		this.pace = {
			tokensPerSecond: timing.tokens_per_second,
			timeToFirstTokenMs: timing.time_to_first_token_ms
		};
		this.status = { kind: 'finished', run };
	}

	/** Whether the output answers the conversation on screen, or begins to. */
	get isReply(): boolean {
		const { recipe } = this.#parts;
		if (this.subject?.prompt.mode !== 'chat') return false;
		const spoken = this.subject.prompt.messages.filter(({ role }) => role !== 'system');
		return JSON.stringify(spoken) === JSON.stringify(recipe.turns);
	}

	/** The answer to the conversation on screen, when the output is one. */
	get answer(): string | null {
		return this.isReply && this.log.length > 0 ? this.text : null;
	}

	/** @returns false when the wait was cancelled */
	async #awaitModel(): Promise<boolean> {
		const { model } = this.#parts;
		if (model.loaded !== null || !isComing(model)) return true;
		const end = await this.#waiting.run(null, async (signal) => {
			const cancelled = new Promise((_, reject) => {
				signal.addEventListener('abort', () => reject(signal.reason as Error));
			});
			await Promise.race([model.whenReady(), cancelled]);
		});
		return end.kind === 'done';
	}

	/** null, and said so, when what was typed as a seed is invalid. */
	#takeSeed(): string | null {
		try {
			return this.#parts.recipe.takeSeed();
		} catch (error) {
			this.status = { kind: 'stopped', error: toAppError(error) };
			return null;
		}
	}

	async #generate(
		subject: Subject,
		forced: readonly number[],
		before: Before | null = null
	): Promise<void> {
		const { model, makeRun, keep } = this.#parts;
		if (this.draft !== null) await this.endDrafts();
		this.#begin(subject);
		this.before = before;
		this.status = { kind: 'writing' };
		const outcome = await this.#task.run(null, async (signal, tell) => {
			const request = this.request(subject, forced);
			const result = await model.generate(request, signal, (batch) => {
				if (tell(null)) this.#take(batch);
			});
			const run = await makeRun(result, model);
			if (tell(null)) {
				this.insight.kept = result.kept ?? null;
				this.#finish(run);
			}
			// Also when the page has turned to something else: it was written.
			await keep(run, cameFrom(before));
		});
		if (outcome.kind !== 'failed' && outcome.kind !== 'stopped') return;
		const shown = outcome.kind === 'failed' || isUnchecked(outcome.error) ? outcome.error : null;
		this.status =
			shown === null && this.log.length === 0
				? { kind: 'empty' }
				: { kind: 'stopped', error: shown };
	}

	/** What the model is asked with the recipe's settings. */
	request(subject: Subject, forced: readonly number[]): GenerateRequest {
		const { recipe } = this.#parts;
		const settings = $state.snapshot(recipe.settings);
		return {
			prompt: subject.prompt,
			...(subject.promptTokenIds === null ? {} : { promptTokenIds: subject.promptTokenIds }),
			...(subject.prefill === undefined ? {} : { prefill: subject.prefill }),
			settings: {
				...settings,
				max_tokens: roomFor(forced.length, settings.max_tokens),
				seed: subject.seed
			},
			forcedTokenIds: forced,
			alternatives: ALTERNATIVES,
			keepLogits: this.keepsLogits.isOn
		};
	}

	#begin(subject: Subject | null): void {
		this.#task.clear();
		this.subject = subject;
		this.before = null;
		this.draft = null;
		this.selection.clear();
		this.insight.clear();
		this.log.reset();
		this.text = '';
		this.pace = null;
		this.reading = null;
	}

	#take(batch: TokenBatch): void {
		this.reading = batch.reading ?? null;
		if (this.reading !== null) return;
		this.log.append(batch.from, batch.tokens);
		this.text = batch.text;
		const afterFirstMs = batch.elapsedMs - batch.timeToFirstTokenMs;
		this.pace = {
			timeToFirstTokenMs: batch.timeToFirstTokenMs,
			tokensPerSecond: tokensPerSecond(this.log.length, afterFirstMs) ?? 0
		};
	}
}

/** What the history remembers of it: no run file says so. */
function cameFrom(before: Before | null): KeptFrom | undefined {
	return before?.branchedAt == null ? undefined : { branchOf: before.run.id };
}

/** Before anything was chosen, the page is about to load what it begins with. */
function isComing({ choice, status }: ModelState): boolean {
	return status.kind === 'loading' || (status.kind === 'idle' && choice === null);
}

/** The text is whole, and what wrote it is not known to be the model: that is said. */
function isUnchecked({ details }: AppError): boolean {
	return details['reason'] === FILES_UNCHECKED;
}

/** From here on, going on and branching mean the same day. */
function dated(prompt: PromptRequest): PromptRequest {
	if (prompt.mode === 'completion' || prompt.date !== undefined) return prompt;
	return { ...prompt, date: formatLocalDate(new Date()) };
}

/** @param current without a date where none was chosen: then any is as good */
function samePrompt({ spelled: _, ...written }: PromptRequest, current: PromptRequest): boolean {
	const sameDate =
		written.mode === 'chat' && current.mode === 'chat' && current.date === undefined
			? { ...current, ...(written.date === undefined ? {} : { date: written.date }) }
			: current;
	return JSON.stringify(written) === JSON.stringify(sameDate);
}
