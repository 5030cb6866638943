import {
	choose,
	follow,
	mergeConversations,
	messagesOf,
	newConversation,
	pathTo,
	say,
	shownPath,
	variantsOf,
	type ChatNode,
	type Conversation
} from '#core/chat/conversation.ts';
import { toAppError, type AppError } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import { parseSeed } from '#core/sampling/settings.ts';
import type { PromptRequest } from '#protocol/generate-request.ts';
import { ChatAnswers, type ChatAnswer } from './chat-answers.svelte.ts';
import type { ChatParts } from './chat-parts.ts';
import { isFromBeforeSending } from './late-draft.ts';

/**
 * The conversation on show: a tree of which one path is what the recipe sends. The answer that is written,
 * or was written last, is Play's output; all others have tokens and glass of their own.
 */
export class ChatState {
	conversation = $state.raw<Conversation>(newConversation('', ''));
	/** Why nothing was written when it was asked for last. */
	failure = $state.raw<AppError | null>(null);
	/** The message that is being answered. */
	#answering = $state.raw<string | null>(null);

	/** From the first message to the last answer; while one is written, to the message that it answers. */
	readonly path = $derived.by(() =>
		this.#answering === null
			? shownPath(this.conversation)
			: pathTo(this.conversation, this.#answering)
	);
	/** What the glass shows, unless it is the output. */
	readonly looked = $derived.by(() =>
		this.#answers.lookedAtIn(this.path.filter((node) => !this.isOutput(node)))
	);

	readonly #parts: ChatParts;
	readonly #answers: ChatAnswers;
	#written: Promise<void> = Promise.resolve();

	constructor(parts: ChatParts) {
		this.#parts = parts;
		this.#answers = new ChatAnswers(parts.getRun);
	}

	/** The message that is being answered; its answer is Play's output, and not in the tree yet. */
	get answering(): ChatNode | null {
		return this.#answering === null ? null : (this.path.at(-1) ?? null);
	}

	/** The prompt as the next run would send it. */
	get upcoming(): PromptRequest {
		const { recipe } = this.#parts;
		const { sent } = recipe;
		if (sent.mode === 'completion') return sent;
		const system = sent.messages.filter(({ role }) => role === 'system');
		const typed = { role: 'user' as const, content: recipe.message };
		const next = recipe.message.trim() === '' ? [] : [typed];
		return { ...sent, messages: [...system, ...messagesOf(this.path), ...next] };
	}

	/** Whether this answer is Play's output. */
	isOutput({ role, runId, content }: ChatNode): boolean {
		const { writing } = this.#parts;
		if (role !== 'assistant') return false;
		if (runId !== null) return writing.run?.id === runId;
		// Cut off: it has no run, and is here until something else is shown.
		return writing.status.kind === 'stopped' && writing.isReply && writing.text === content;
	}

	/** Undefined while it is read, null when the history does not have its run. */
	answerOf(node: ChatNode): ChatAnswer | null | undefined {
		return this.#answers.of(node);
	}

	/** Null while it is read, and for an answer without one. */
	runOf(node: ChatNode): Run | null {
		return (this.isOutput(node) ? this.#parts.writing.run : this.answerOf(node)?.run) ?? null;
	}

	variantsOf(node: ChatNode): readonly ChatNode[] {
		return variantsOf(this.conversation, node);
	}

	/** Shows another conversation, as it was left. */
	async open(conversation: Conversation): Promise<void> {
		await this.#stop();
		this.#answers.clear();
		this.#begin(conversation);
		this.#parts.recipe.system = conversation.system;
		await this.#lay();
	}

	/** Begins anew; the system prompt stays. */
	async begin(): Promise<void> {
		await this.#stop();
		this.#answers.clear();
		this.#begin(newConversation(this.#parts.newId(), this.#parts.now()));
		await this.#lay();
	}

	/** Shows what the recipe holds: the conversation from before a reload, or one of what was opened. */
	async enter(): Promise<void> {
		const { find, newId, now, recipe } = this.#parts;
		// Not within what a component draws: what is made here outlives it.
		await Promise.resolve();
		const id = recipe.chatId;
		const kept = id === null ? null : await find(id);
		// Something else has been opened meanwhile.
		if (recipe.chatId !== id) return;
		this.#answers.clear();
		if (kept === null)
			this.#begin(follow(newConversation(id ?? newId(), now()), recipe.turns, newId));
		else this.#resume(kept);
		this.#takeLateAnswer();
		await this.#lay();
	}

	#resume(kept: Conversation): void {
		const { recipe } = this.#parts;
		this.#begin(kept);
		const path = shownPath(kept);
		// It was sent a moment before the page went, and the draft did not know yet.
		const isSent = recipe.message === path.findLast(({ role }) => role === 'user')?.content;
		if (isSent || isFromBeforeSending(recipe.turns, messagesOf(path))) recipe.message = '';
		recipe.turns = messagesOf(path.at(-1)?.role === 'assistant' ? path.slice(0, -1) : path);
	}

	/** The page went before it was known what was written; the run was kept. */
	#takeLateAnswer(): void {
		const { writing } = this.#parts;
		const last = this.path.at(-1);
		if (last?.role === 'user' && writing.run !== null && writing.isReply) {
			this.#say(this.#answerTo(last, writing.run));
		}
	}

	/** Another tab has changed this conversation: what was said there is here, too. */
	async hear(kept: Conversation): Promise<void> {
		if (kept.id !== this.conversation.id) return;
		this.conversation = mergeConversations(kept, this.conversation);
		if (this.#answering === null) await this.#lay();
	}

	/** Sends the typed message. */
	async send(): Promise<void> {
		const { recipe, newId } = this.#parts;
		const content = recipe.message;
		if (content.trim() === '' || !this.#mayWrite()) return;
		recipe.message = '';
		const parent = this.path.at(-1)?.id ?? null;
		const sent: ChatNode = { id: newId(), parent, role: 'user', content, runId: null };
		this.#say(sent);
		await this.#answer(sent);
	}

	/** Sends a message in other words. What was there before stays, beside it. */
	async edit(node: ChatNode, content: string): Promise<void> {
		if (content.trim() === '' || !this.#mayWrite()) return;
		if (content === node.content) {
			await this.#answer(node);
			return;
		}
		const edited: ChatNode = { ...node, id: this.#parts.newId(), content };
		this.#say(edited);
		await this.#answer(edited);
	}

	/** Writes another answer beside `node`, or a first one to it. */
	async regenerate(node: ChatNode): Promise<void> {
		const asked = node.role === 'user' ? node : this.#questionOf(node);
		if (asked !== undefined && this.#mayWrite()) await this.#answer(asked);
	}

	/** Writes an answer again from one of its tokens on, as another answer beside it. */
	async branch(index: number, tokenId: number): Promise<void> {
		const { writing } = this.#parts;
		const run = this.looked?.run ?? writing.run;
		const node = this.path.find(({ runId }) => run !== null && runId === run.id);
		if (node !== undefined) await this.#goOn(node, () => writing.branch(index, tokenId));
	}

	/** Continues an answer, as another version of it. */
	async continue(node: ChatNode): Promise<void> {
		await this.#goOn(node, () => this.#parts.writing.continue());
	}

	/** Makes an answer the output, and writes on from it. */
	async #goOn(node: ChatNode, write: () => Promise<void>): Promise<void> {
		const { recipe, writing } = this.#parts;
		const asked = this.#questionOf(node);
		if (asked === undefined || !this.#mayWrite()) return;
		recipe.turns = messagesOf(pathTo(this.conversation, asked.id));
		const run = this.answerOf(node)?.run;
		if (run !== undefined && !this.isOutput(node)) writing.show(run);
		this.look(null);
		await this.#write(asked, write);
	}

	/** Puts a sibling on show, with what was on show below it. */
	async show(node: ChatNode): Promise<void> {
		if (this.#answering !== null) return;
		this.failure = null;
		this.conversation = choose(this.conversation, node.id);
		this.#keep();
		await this.#lay();
	}

	/** Says whose token was chosen: that of another answer, or null for the output's. */
	look(answer: ChatAnswer | null): void {
		if (answer !== null) this.#parts.writing.selection.clear();
		this.#answers.look(answer);
	}

	#begin(conversation: Conversation): void {
		this.failure = null;
		this.#answering = null;
		this.conversation = conversation;
		this.#parts.recipe.chatId = conversation.id;
	}

	/** The message that an answer answers. */
	#questionOf({ parent }: ChatNode): ChatNode | undefined {
		return this.conversation.nodes.find(({ id }) => id === parent);
	}

	#answerTo(asked: ChatNode, run: Run): ChatNode {
		this.#answers.take(run);
		const { newId } = this.#parts;
		const content = run.output.text;
		return { id: newId(), parent: asked.id, role: 'assistant', content, runId: run.id };
	}

	#say(node: ChatNode): void {
		this.conversation = say(this.conversation, node);
	}

	#keep(): void {
		const { keep, now, recipe } = this.#parts;
		this.conversation = { ...this.conversation, changed: now(), system: recipe.system };
		keep(this.conversation);
	}

	/** Also says why not, where a person can do something about it. */
	#mayWrite(): boolean {
		const { recipe, writing } = this.#parts;
		if (writing.isWriting || writing.isQueued) return false;
		try {
			if (recipe.seed.trim() !== '') parseSeed(recipe.seed);
			return true;
		} catch (error) {
			this.failure = toAppError(error);
			return false;
		}
	}

	async #answer(asked: ChatNode): Promise<void> {
		const { recipe, writing } = this.#parts;
		this.conversation = choose(this.conversation, asked.id);
		recipe.turns = messagesOf(pathTo(this.conversation, asked.id));
		await this.#write(asked, () => writing.write(false));
	}

	async #write(asked: ChatNode, write: () => Promise<void>): Promise<void> {
		this.failure = null;
		this.#answering = asked.id;
		// What was sent is there after a reload, whatever becomes of its answer.
		this.#keep();
		this.#written = write();
		await this.#written;
		if (this.#answering === asked.id) this.#answering = null;
		await this.#record(asked);
	}

	/** Puts what was written into the conversation; if nothing was, shows again what was there before. */
	async #record(asked: ChatNode): Promise<void> {
		const { newId, recipe, writing } = this.#parts;
		const { status } = writing;
		// Something else has been opened meanwhile: the run is in the history.
		if (recipe.chatId !== this.conversation.id || !writing.isReply) return;
		if (status.kind === 'finished') {
			this.#say(this.#answerTo(asked, status.run));
		} else if (writing.log.length > 0) {
			const content = writing.text;
			this.#say({ id: newId(), parent: asked.id, role: 'assistant', content, runId: null });
		} else {
			this.failure = status.kind === 'stopped' ? status.error : null;
			await this.#lay();
			return;
		}
		this.#keep();
	}

	async #stop(): Promise<void> {
		const { writing } = this.#parts;
		if (this.#answering === null) return;
		writing.stop();
		await this.#written;
	}

	/** Makes the path what the recipe sends; what was written elsewhere in the tree is no longer the output. */
	async #lay(): Promise<void> {
		const { recipe, writing } = this.#parts;
		const { path } = this;
		const last = path.at(-1);
		const isShown = last !== undefined && this.isOutput(last);
		recipe.turns = messagesOf(isShown ? path.slice(0, -1) : path);
		if (!isShown && writing.subject?.prompt.mode === 'chat') writing.clear();
		await this.#answers.read(path);
	}
}
