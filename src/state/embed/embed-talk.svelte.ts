import type { ParentFrame, ParentMessage } from '#client/parent-frame.ts';
import { isAddressable } from '#core/embed/allowed-origins.ts';
import { recipeLinkOfEmbed } from '#core/embed/embed-recipe.ts';
import {
	EMBED_VERSION,
	readMessage,
	type EmbedErrorCode,
	type MessageToFrame,
	type MessageToPage
} from '#core/embed/messages.ts';
import { toAppError, type AppError } from '#core/errors.ts';
import { runLinkOfRun, writeRunLink } from '#core/link/write-link.ts';
import type { Run } from '#core/run-file/schema.ts';
import { verdictText } from '#words/verdicts/verdict-text.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import type { AppState } from '../app-state.ts';
import type { EmbedState } from './embed-state.svelte.ts';
import { linkModelOf } from '../play/recipe-link.svelte.ts';
import { isBuiltIn } from '../model/run-model.ts';

export interface TalkParts {
	readonly app: Pick<AppState, 'model' | 'theme' | 'verify' | 'writing'>;
	readonly embed: EmbedState;
	readonly frame: ParentFrame;
	/** Of this app itself. */
	readonly ownOrigin: string;
	/** The deployment's list; never rejects. */
	readonly readOrigins: () => Promise<readonly string[]>;
	readonly version: string;
	/** In a person's words. */
	readonly describeError: (error: AppError) => string;
}

type Wish = Extract<MessageToFrame, { type: 'run' }>;

/**
 * What the page around the frame may ask for, and what it is told. Pages of other origins than the
 * allowed ones are neither heard nor told anything.
 */
export class EmbedTalk {
	/** A page that would like to talk and is not on the list; the person at the screen may allow it. */
	asking = $state.raw<string | null>(null);
	readonly #parts: TalkParts;
	/** Not shown. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #allowed = new Set<string>();
	/** The page that is talked to. */
	#page: string | null = null;
	#wish: Wish | null = null;
	#verifyId: string | undefined;
	#toldTokens = 0;
	#toldRun: Run | null = null;
	#toldVerdict: Verdict | null = null;
	#height = 0;

	constructor(parts: TalkParts) {
		this.#parts = parts;
	}

	async start(): Promise<void> {
		const { frame, ownOrigin, readOrigins } = this.#parts;
		if (!frame.isFramed) return;
		for (const origin of [ownOrigin, ...(await readOrigins())]) this.#allowed.add(origin);
		frame.listen((message) => this.#take(message));
	}

	/** The person at the screen lets the page talk, until this frame is closed. */
	allow(): void {
		const { asking } = this;
		this.asking = null;
		if (asking === null) return;
		this.#allowed.add(asking);
		this.#greet(asking, undefined);
	}

	refuse(): void {
		this.asking = null;
	}

	tellSize(height: number): void {
		this.#height = height;
		this.#tell({ type: 'size', height });
	}

	/** Tells the status as it is now. */
	tellStatus(): void {
		this.#tell({ type: 'status', ...this.#parts.embed.status }, this.#wish?.id);
	}

	/** Tells the tokens that came since the last time, where they were asked for. */
	tellTokens(): void {
		const { log, text, isWriting } = this.#parts.app.writing;
		const { length } = log;
		if (length < this.#toldTokens) this.#toldTokens = 0;
		if (this.#wish?.tokens !== true || !isWriting || length === this.#toldTokens) return;
		const from = this.#toldTokens;
		const tokens = Array.from({ length: length - from }, (_, i) => {
			const token = log.at(from + i);
			return {
				id: token?.id ?? 0,
				text: token?.text ?? '',
				probability: Math.exp(token?.logprob ?? 0)
			};
		});
		this.#toldTokens = length;
		this.#tell({ type: 'tokens', from, tokens, text }, this.#wish.id);
	}

	/** Tells the run that has just ended, no matter who started it. */
	tellRun(): void {
		const { run } = this.#parts.app.writing;
		if (run === this.#toldRun) return;
		this.#toldRun = run;
		if (run !== null) this.#tellResult(run);
	}

	/** Tells the verdict that was just found, no matter who asked for it. */
	tellVerdict(): void {
		const { status } = this.#parts.app.verify;
		const verdict = status.kind === 'done' ? status.value.verdict : null;
		if (verdict === this.#toldVerdict) return;
		this.#toldVerdict = verdict;
		if (verdict === null) return;
		const sentence = verdictText(verdict);
		this.#tell({ type: 'verdict', verdict: verdict.verdict, sentence }, this.#verifyId);
	}

	#take({ origin, data }: ParentMessage): void {
		const read = readMessage(data);
		if (read.kind === 'foreign') return;
		if (!this.#allowed.has(origin)) {
			const isHello = read.kind === 'message' && read.message.type === 'hello';
			if (isHello && isAddressable(origin)) this.asking = origin;
			return;
		}
		this.#page = origin;
		if (read.kind === 'refused') this.#tellError(read.code, read.problem, read.id);
		else this.#do(read.message, origin);
	}

	#do(message: MessageToFrame, origin: string): void {
		const { app, embed } = this.#parts;
		switch (message.type) {
			case 'hello':
				this.#greet(origin, message.id);
				break;
			case 'theme':
				app.theme.value = message.theme;
				break;
			case 'load':
				this.#load(message);
				break;
			case 'run':
				void this.#run(message);
				break;
			case 'verify':
				void this.#verify(message.id);
				break;
			case 'stop':
				embed.stop();
				break;
		}
	}

	#greet(origin: string, id: string | undefined): void {
		this.#page = origin;
		this.#tell({ type: 'ready', version: this.#parts.version }, id);
		this.tellStatus();
		if (this.#height > 0) this.tellSize(this.#height);
	}

	#load(message: Extract<MessageToFrame, { type: 'load' }>): void {
		const { app, embed } = this.#parts;
		this.#wish = null;
		this.#verifyId = undefined;
		if ('link' in message) {
			if (!embed.open(message.link) && embed.error !== null) this.#fail(embed.error, message.id);
			return;
		}
		try {
			const builtIn = linkModelOf(app.model, app.model.defaultChoice);
			embed.openRecipe(recipeLinkOfEmbed(message.recipe, builtIn));
		} catch (error) {
			this.#fail(toAppError(error), message.id);
		}
	}

	async #run(wish: Wish): Promise<void> {
		const { embed } = this.#parts;
		if (embed.column === null) {
			this.#tellError('nothing-to-run', 'No recipe is shown: load one first.', wish.id);
			return;
		}
		this.#wish = wish;
		this.#toldTokens = 0;
		try {
			await embed.run();
		} catch (error) {
			this.#fail(toAppError(error), wish.id);
		}
	}

	#tellResult(run: Run): void {
		const { output } = run;
		const link = writeRunLink(runLinkOfRun(run, isBuiltIn(this.#parts.app.model, run.model.name)));
		this.#tell(
			{
				type: 'result',
				text: output.text,
				tokens: output.token_ids.length,
				finishReason: output.finish_reason,
				runId: run.id,
				link,
				...(this.#wish?.file === true ? { run } : {})
			},
			this.#wish?.id
		);
	}

	async #verify(id: string | undefined): Promise<void> {
		const { embed } = this.#parts;
		if (embed.target === null) {
			this.#tellError('nothing-to-verify', 'No run is shown: load a run link first.', id);
			return;
		}
		this.#verifyId = id;
		try {
			await embed.verify();
		} catch (error) {
			this.#fail(toAppError(error), id);
		}
	}

	#fail(error: AppError, id: string | undefined): void {
		this.#tellError(error.code, this.#parts.describeError(error), id);
	}

	#tellError(code: EmbedErrorCode, message: string, id: string | undefined): void {
		this.#tell({ type: 'error', code, message }, id);
	}

	#tell(message: MessageToPage, id?: string): void {
		if (this.#page === null) return;
		const sent = { glasshouse: EMBED_VERSION, ...message, ...(id === undefined ? {} : { id }) };
		this.#parts.frame.post(sent, this.#page);
	}
}
