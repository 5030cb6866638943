/** What a column of a comparison, or a cell of a sweep, is written from. */
import type { LinkRequest } from '#core/link/link-schema.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import { parseSeed, validateSettings } from '#core/sampling/settings.ts';
import type { GenerateRequest, PromptRequest } from '#protocol/generate-request.ts';
import { backendsOf } from '#catalog/model.ts';
import type { Backend, ModelChoice, ModelState } from '../model/model-state.svelte.ts';
import {
	DEFAULT_RECIPE_SETTINGS,
	NUMERIC_FIELDS,
	type NumericField,
	type RecipeSettings
} from '../runs/presets.ts';
import { FIRST_PROMPT_OF_OTHERS as OTHERS_BEGINNING } from '../play/recipe-state.svelte.ts';
import { promptOf, recipeSettingsOf } from '../runs/run-recipe.ts';

export const BENCH_FIELDS = [
	'modelId',
	'precisionId',
	'backend',
	'system',
	'seed',
	...NUMERIC_FIELDS
] as const;

export type BenchField = (typeof BENCH_FIELDS)[number];

/** Everything that may differ from column to column. */
export interface BenchValues extends Record<NumericField, number> {
	readonly modelId: string;
	readonly precisionId: string;
	readonly backend: Backend;
	/** Chat mode only; empty for none. */
	readonly system: string;
	readonly seed: string;
}

/** Everything that is the same in all columns. */
export interface BenchPrompt {
	readonly mode: PromptRequest['mode'];
	/** Completion: the text to continue. */
	readonly prompt: string;
	/** Chat: what was said before. */
	readonly turns: readonly RunMessage[];
	/** Chat: the message that is answered. */
	readonly message: string;
	/** Chat: what a template is told that asks for the date; missing: what the clock shows then. */
	readonly date?: string;
	readonly stopSequences: readonly string[];
	readonly logitBias: Readonly<Record<string, number>>;
}

export const FIRST_PROMPT: BenchPrompt = {
	mode: 'completion',
	prompt: 'One morning Mia went to the forest.',
	turns: [],
	message: 'Tell me a story about Mia.',
	stopSequences: [],
	logitBias: {}
};

/** The same of no particular world. */
export const FIRST_PROMPT_OF_OTHERS: BenchPrompt = {
	...FIRST_PROMPT,
	prompt: OTHERS_BEGINNING,
	message: 'Tell me a short story about a lighthouse keeper.'
};

/** Short enough to see several side by side. */
const FIRST_MAX_TOKENS = 60;

export function firstValues(choice: ModelChoice): BenchValues {
	return {
		...choice,
		...numbersOf(DEFAULT_RECIPE_SETTINGS),
		max_tokens: FIRST_MAX_TOKENS,
		system: '',
		seed: '1'
	};
}

export function numbersOf(settings: RecipeSettings): Record<NumericField, number> {
	return Object.fromEntries(NUMERIC_FIELDS.map((field) => [field, settings[field]])) as Record<
		NumericField,
		number
	>;
}

/** One run to be made. */
export interface Job {
	readonly choice: ModelChoice;
	readonly request: GenerateRequest;
}

/** How many alternatives are recorded for each token: enough to name most tokens of other columns. */
const ALTERNATIVES = 20;

/** @throws AppError `settings-invalid` */
export function jobOf(prompt: BenchPrompt, values: BenchValues, model: ModelState): Job {
	const { stopSequences, logitBias } = prompt;
	const { modelId, precisionId, backend } = values;
	const sampling = validateSettings({ ...values, logit_bias: { ...logitBias } });
	return {
		choice: fittingChoice(model, { modelId, precisionId, backend }),
		request: {
			prompt: promptRequest(prompt, values.system),
			settings: {
				...sampling,
				seed: parseSeed(values.seed).toString(),
				max_tokens: Math.max(1, Math.round(values.max_tokens)),
				stop_sequences: [...stopSequences]
			},
			forcedTokenIds: [],
			alternatives: ALTERNATIVES
		}
	};
}

/** Equal for equal jobs: the same model, prompt, settings and seed. */
export function jobKey(job: Job): string {
	return JSON.stringify(job);
}

export function promptRequest(prompt: BenchPrompt, system: string): PromptRequest {
	if (prompt.mode === 'completion') return { mode: 'completion', prompt: prompt.prompt };
	const first: RunMessage[] = system.trim() === '' ? [] : [{ role: 'system', content: system }];
	const last: RunMessage = { role: 'user', content: prompt.message };
	const date = prompt.date === undefined ? {} : { date: prompt.date };
	return { mode: 'chat', messages: [...first, ...prompt.turns, last], ...date };
}

/** What a model can run on here; nothing for a model that is not here. */
export function usableBackends({ catalog, support }: ModelState, modelId: string): Backend[] {
	const known = catalog.find(({ id }) => id === modelId);
	const backends = known === undefined ? [] : backendsOf(known);
	return backends.filter((each) => each === 'wasm' || support?.webgpu.available === true);
}

/** A choice that can be loaded: where model, precision or backend do not go together, the nearest that do. */
export function fittingChoice(model: ModelState, wanted: ModelChoice): ModelChoice {
	const known = model.catalog.find(({ id }) => id === wanted.modelId);
	if (known === undefined) return wanted;
	const precision = known.precisions.find(({ id }) => id === wanted.precisionId);
	const backends = backendsOf(known);
	return {
		modelId: known.id,
		precisionId: (precision ?? known.precisions[0])?.id ?? wanted.precisionId,
		backend: backends.includes(wanted.backend) ? wanted.backend : (backends[0] ?? 'wasm')
	};
}

/** Prompt and values of a recorded or linked request. */
export function benchOf(
	request: LinkRequest,
	choice: ModelChoice
): { readonly prompt: BenchPrompt; readonly values: BenchValues } {
	const settings = recipeSettingsOf(request);
	const asked = promptOf(request);
	const messages = asked.mode === 'chat' ? asked.messages : [];
	const said = messages.filter(({ role }) => role !== 'system');
	return {
		prompt: {
			mode: asked.mode,
			prompt: asked.mode === 'completion' ? asked.prompt : '',
			turns: said.slice(0, -1),
			message: said.at(-1)?.content ?? '',
			...(request.date === undefined ? {} : { date: request.date }),
			stopSequences: settings.stop_sequences,
			logitBias: settings.logit_bias
		},
		values: {
			...choice,
			...numbersOf(settings),
			system: messages.find(({ role }) => role === 'system')?.content ?? '',
			seed: request.seed
		}
	};
}
