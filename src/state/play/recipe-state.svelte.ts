import type { LinkRequest } from '#core/link/link-schema.ts';
import { parseLocalDate } from '#core/run-file/local-date.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import { parseSeed } from '#core/sampling/settings.ts';
import type { PromptRequest } from '#protocol/generate-request.ts';
import {
	DEFAULT_RECIPE_SETTINGS,
	defaultsFor,
	differingSettings,
	PRESETS,
	presetsFor,
	type ModelTraits,
	type Preset,
	type RecipeSettings
} from '../runs/presets.ts';
import { promptOf, recipeSettingsOf } from '../runs/run-recipe.ts';

export type Mode = PromptRequest['mode'];

/** Output tokens that are set and not drawn, and the prompt that they answer. */
export interface SetStart {
	readonly prompt: PromptRequest;
	readonly tokenIds: readonly number[];
}

/** A recipe as it is kept over a reload: plain data. */
export interface RecipeDraft {
	readonly mode: Mode;
	readonly prompt: string;
	readonly system: string;
	readonly turns: readonly RunMessage[];
	readonly message: string;
	readonly seed: string;
	readonly settings: RecipeSettings;
	/** null when every token is drawn. */
	readonly start: SetStart | null;
	/** What a template is told that asks for the date; empty: what the clock shows then. */
	readonly date: string;
	/** The conversation that `turns` are a path of; null: they were opened, or are of an earlier version. */
	readonly chatId: string | null;
}

export const FIRST_DRAFT: RecipeDraft = {
	mode: 'completion',
	prompt: 'One morning Mia went to the forest.',
	system: '',
	turns: [],
	message: '',
	seed: '',
	settings: DEFAULT_RECIPE_SETTINGS,
	start: null,
	date: '',
	chatId: null
};

/** What a model that knows nothing of Sprout's world begins with. */
export const FIRST_PROMPT_OF_OTHERS = 'Once upon a time, in a village by the sea,';

const FIRST_PROMPTS: readonly string[] = [FIRST_DRAFT.prompt, FIRST_PROMPT_OF_OTHERS];

/** What the user is about to run: prompt or conversation, seed and settings. */
export class RecipeState {
	mode = $state<Mode>('completion');
	/** Completion: the text to continue. */
	prompt = $state('');
	system = $state('');
	/** Chat: what was said; the output on show is not in it before the next message is sent. */
	turns = $state.raw<readonly RunMessage[]>([]);
	/** Chat: the message being typed. */
	message = $state('');
	/** As typed; empty draws a new one for each run. */
	seed = $state('');
	/** The seed of the last run that drew its own. */
	lastDrawnSeed = $state<string | null>(null);
	settings = $state<RecipeSettings>(structuredClone(DEFAULT_RECIPE_SETTINGS));
	/** Chat: what a template is told that asks for the date; empty: what the clock shows then. */
	date = $state('');
	/** Chat: the conversation that `turns` are a path of; null while it has none. */
	chatId = $state<string | null>(null);
	/** As an opened recipe asks for it. */
	start = $state.raw<SetStart | null>(null);

	/** What the model in use begins with. */
	defaults = $state.raw<RecipeSettings>(DEFAULT_RECIPE_SETTINGS);
	/** Those of the model in use. */
	presets = $state.raw<readonly Preset[]>(PRESETS);
	readonly changed = $derived(differingSettings(this.settings, this.defaults));
	readonly preset = $derived(
		this.presets.find(({ settings }) => differingSettings(this.settings, settings).size === 0) ??
			null
	);
	readonly canWrite = $derived(
		this.mode === 'completion'
			? this.prompt.length > 0
			: this.message.trim() !== '' || this.turns.at(-1)?.role === 'user'
	);

	/** The tokens that the next output begins with; another prompt than theirs has none. */
	readonly setTokenIds = $derived.by(() =>
		this.start !== null && JSON.stringify(this.start.prompt) === JSON.stringify(this.sent)
			? this.start.tokenIds
			: []
	);

	readonly #drawSeed: () => string;
	/** The model that it was last suited to, or was kept with. */
	#suitedTo: string | null = null;
	/** What was opened asks for what it asks for, whichever model is loaded for it. */
	#isOpened = false;

	/** @param drawSeed an unsigned 64-bit number at random, in decimal */
	constructor(drawSeed: () => string, draft: RecipeDraft = FIRST_DRAFT) {
		this.#drawSeed = drawSeed;
		this.restore(draft);
	}

	get draft(): RecipeDraft {
		return {
			mode: this.mode,
			prompt: this.prompt,
			system: this.system,
			turns: this.turns,
			message: this.message,
			seed: this.seed,
			settings: $state.snapshot(this.settings),
			start: this.start,
			date: this.date,
			chatId: this.chatId
		};
	}

	/**
	 * Begins as another model would have it: an untouched recipe of a model with a chat template is a
	 * chat, and what is at the default moves to the new one. What a person wrote, set or opened stays.
	 */
	suit(model: ModelTraits): void {
		const before = this.defaults;
		this.defaults = defaultsFor(model);
		this.presets = presetsFor(model);
		const isOther = this.#suitedTo !== model.id;
		this.#suitedTo = model.id;
		if (!isOther || this.#isOpened) return;
		if (this.settings.max_tokens === before.max_tokens) {
			this.settings.max_tokens = this.defaults.max_tokens;
		}
		if (this.mode !== 'completion' || !FIRST_PROMPTS.includes(this.prompt)) return;
		this.prompt = model.isSprout ? FIRST_DRAFT.prompt : FIRST_PROMPT_OF_OTHERS;
		if (!model.isSprout && model.hasChatTemplate) this.mode = 'chat';
	}

	/** @param suitedTo id of the model that the draft was kept with */
	resume(draft: RecipeDraft, suitedTo: string | null): void {
		this.restore(draft);
		this.#suitedTo = suitedTo;
	}

	restore(draft: RecipeDraft): void {
		this.mode = draft.mode;
		this.prompt = draft.prompt;
		this.system = draft.system;
		this.turns = draft.turns;
		this.message = draft.message;
		this.seed = draft.seed;
		this.settings = structuredClone(draft.settings);
		this.start = draft.start;
		this.date = draft.date;
		this.chatId = draft.chatId;
	}

	/** The prompt without the message being typed. */
	get sent(): PromptRequest {
		if (this.mode === 'completion') return { mode: 'completion', prompt: this.prompt };
		const system: RunMessage[] =
			this.system.trim() === '' ? [] : [{ role: 'system', content: this.system }];
		const date = parseLocalDate(this.date) === null ? {} : { date: this.date };
		return { mode: 'chat', messages: [...system, ...this.turns], ...date };
	}

	/** The prompt as the next run would send it. `answer` is the output on show, if it is one. */
	upcoming(answer: string | null): PromptRequest {
		const { sent } = this;
		if (sent.mode === 'completion' || this.message.trim() === '') return sent;
		return { ...sent, messages: [...sent.messages, ...this.#next(answer)] };
	}

	/** Moves the typed message into the conversation, after the answer that stood before it. */
	send(answer: string | null): void {
		if (this.mode !== 'chat' || this.message.trim() === '') return;
		this.turns = [...this.turns, ...this.#next(answer)];
		this.message = '';
	}

	#next(answer: string | null): RunMessage[] {
		const typed: RunMessage = { role: 'user', content: this.message };
		if (answer === null || this.turns.at(-1)?.role !== 'user') return [typed];
		return [{ role: 'assistant', content: answer }, typed];
	}

	/** Takes a sent message back into the field; what came after it is dropped. */
	editTurn(index: number): void {
		const turn = this.turns[index];
		if (turn?.role !== 'user') return;
		this.message = turn.content;
		this.turns = this.turns.slice(0, index);
	}

	rollSeed(): void {
		this.seed = this.#drawSeed();
	}

	/** The typed seed, else that of the last run; null before the first one. */
	get seedToShare(): string | null {
		return this.seed.trim() === '' ? this.lastDrawnSeed : this.seed.trim();
	}

	/** Others can only repeat what has a seed: draws one, and shows it, where there is no seed yet. */
	settleSeed(): void {
		if (this.seedToShare === null) this.rollSeed();
	}

	/**
	 * The seed for the next run: the typed one, or a new one that is then shown.
	 *
	 * @throws AppError `settings-invalid` when what was typed is no seed
	 */
	takeSeed(): string {
		if (this.seed.trim() !== '') return parseSeed(this.seed).toString();
		this.lastDrawnSeed = this.#drawSeed();
		return this.lastDrawnSeed;
	}

	usePreset(preset: Preset): void {
		this.settings = structuredClone(preset.settings);
	}

	/** Back to the settings that a text was written with, and its seed where another one is typed. */
	useSettingsOf(request: LinkRequest): void {
		this.settings = recipeSettingsOf(request);
		if (this.seed.trim() !== '') this.seed = request.seed;
	}

	reset(): void {
		this.#isOpened = false;
		this.settings = structuredClone(this.defaults);
		this.seed = '';
		this.start = null;
		this.date = '';
	}

	/** Takes over what a run was made from, or a recipe asks for: prompt or conversation, seed, settings. */
	open(request: LinkRequest): void {
		this.#isOpened = true;
		this.restore(draftOf(request, this.draft));
	}
}

function draftOf(request: LinkRequest, before: RecipeDraft): RecipeDraft {
	const tokenIds = request.forced_token_ids;
	const start = tokenIds.length === 0 ? null : { prompt: promptOf(request), tokenIds };
	const shared = { seed: request.seed, settings: recipeSettingsOf(request), start };
	if (request.mode === 'completion') {
		return { ...before, ...shared, mode: 'completion', prompt: request.prompt ?? '' };
	}
	const system = request.messages.find(({ role }) => role === 'system')?.content ?? '';
	const turns = request.messages.filter(({ role }) => role !== 'system');
	return {
		...before,
		...shared,
		mode: 'chat',
		system,
		turns,
		message: '',
		date: request.date ?? '',
		chatId: null
	};
}
