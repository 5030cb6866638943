import type { ChatNode } from '#core/chat/conversation.ts';
import type { Run } from '#core/run-file/schema.ts';
import { RunInsight } from '../../glass/run-insight.svelte.ts';
import { TokenLog } from '../../runs/token-log.svelte.ts';
import { TokenSelection } from '../../runs/token-selection.svelte.ts';

/** An earlier answer of the conversation: as much of it as the output on show has. */
export class ChatAnswer {
	readonly run: Run;
	readonly log: TokenLog;
	readonly selection = new TokenSelection();
	readonly insight = new RunInsight();

	constructor(run: Run) {
		this.run = run;
		this.log = new TokenLog(run.output.tokens);
	}
}

/** The runs of answers, as far as they have been read; a conversation itself holds only their ids. */
export class ChatAnswers {
	/** By run id; null where the history has no such run any more. */
	#known = $state.raw<Readonly<Record<string, ChatAnswer | null>>>({});
	/** The one whose token was chosen last. */
	#lookedAt = $state.raw<ChatAnswer | null>(null);
	readonly #getRun: (id: string) => Promise<Run | null>;

	/** @param getRun from the history */
	constructor(getRun: (id: string) => Promise<Run | null>) {
		this.#getRun = getRun;
	}

	/** Undefined until it has been read. */
	of({ runId }: ChatNode): ChatAnswer | null | undefined {
		return runId === null ? null : this.#known[runId];
	}

	/** Of `nodes`, the answer whose token is under the pointer, else the one whose token was chosen. */
	lookedAtIn(nodes: readonly ChatNode[]): ChatAnswer | null {
		const answers = nodes.flatMap((node) => this.of(node) ?? []);
		const hovered = answers.find(({ selection }) => selection.hovered !== null);
		if (hovered !== undefined) return hovered;
		const chosen = answers.find((answer) => answer === this.#lookedAt);
		return chosen?.selection.chosen == null ? null : chosen;
	}

	/** One token is chosen at a time: all other answers let go of theirs. */
	look(answer: ChatAnswer | null): void {
		this.#lookedAt = answer;
		for (const other of Object.values(this.#known)) {
			if (other !== answer) other?.selection.clear();
		}
	}

	/** What has just been written need not be read. */
	take(run: Run): void {
		if (this.#known[run.id] == null) this.#put(run.id, new ChatAnswer(run));
	}

	/**
	 * Reads the runs of what is on show. What was missing is asked for again: a run that was deleted may be
	 * back.
	 */
	async read(nodes: readonly ChatNode[]): Promise<void> {
		// Not within what a component draws: what is made here outlives it.
		await Promise.resolve();
		const ids = nodes.flatMap(({ runId }) => (runId === null ? [] : [runId]));
		const missing = ids.filter((id) => this.#known[id] == null);
		await Promise.all(
			missing.map(async (id) => {
				const run = await this.#getRun(id);
				this.#put(id, run === null ? null : new ChatAnswer(run));
			})
		);
	}

	/** Lets go of all, with another conversation. */
	clear(): void {
		this.#lookedAt = null;
		this.#known = {};
	}

	#put(id: string, answer: ChatAnswer | null): void {
		this.#known = { ...this.#known, [id]: answer };
	}
}
