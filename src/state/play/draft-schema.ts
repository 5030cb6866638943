/** Reads a kept draft back: whatever an older or newer app, or a curious user, left in storage. */
import { validateSettings } from '#core/sampling/settings.ts';
import type { RunMessage, SamplingSettings } from '#core/run-file/schema.ts';
import type { ValueSchema } from '#storage/settings-store.ts';
import type { ModelChoice } from '../model/model-state.svelte.ts';
import type { RecipeDraft, SetStart } from './recipe-state.svelte.ts';
import type { PromptRequest } from '#protocol/worker-api.ts';
import { fields, list, oneOf, text } from '../page/stored-value.ts';

/** Everything that survives a reload. */
export interface Draft {
	readonly recipe: RecipeDraft;
	readonly model: ModelChoice;
	/** The run on the page. */
	readonly runId: string | null;
}

export function readTurn(value: unknown): RunMessage {
	const { role, content } = fields(value);
	return { role: oneOf(role, ['system', 'user', 'assistant']), content: text(content) };
}

function readSettings(value: unknown): RecipeDraft['settings'] {
	const { max_tokens: maxTokens, stop_sequences: stops, ...sampling } = fields(value);
	if (!Number.isSafeInteger(maxTokens) || Number(maxTokens) < 1) throw new TypeError('max_tokens');
	return {
		...validateSettings(sampling as SamplingSettings),
		max_tokens: Number(maxTokens),
		stop_sequences: list(stops, text)
	};
}

function tokenId(value: unknown): number {
	if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
	throw new TypeError('not a token id');
}

function readPrompt(value: unknown): PromptRequest {
	const { mode, prompt, messages, date } = fields(value);
	if (oneOf(mode, ['chat', 'completion']) === 'completion') {
		return { mode: 'completion', prompt: text(prompt) };
	}
	const told = date === undefined || date === null ? {} : { date: text(date) };
	return { mode: 'chat', messages: list(messages, readTurn), ...told };
}

/** Drafts of earlier versions have none. */
function readStart(value: unknown): SetStart | null {
	if (value === undefined || value === null) return null;
	const { prompt, tokenIds } = fields(value);
	return { prompt: readPrompt(prompt), tokenIds: list(tokenIds, tokenId) };
}

function readRecipe(value: unknown): RecipeDraft {
	const { mode, prompt, system, turns, message, seed, settings, start, date } = fields(value);
	return {
		mode: oneOf(mode, ['chat', 'completion']),
		prompt: text(prompt),
		system: text(system),
		turns: list(turns, readTurn),
		message: text(message),
		seed: text(seed),
		settings: readSettings(settings),
		start: readStart(start),
		// Drafts of earlier versions have none.
		date: date === undefined ? '' : text(date)
	};
}

function readChoice(value: unknown): ModelChoice {
	const { modelId, precisionId, backend } = fields(value);
	return {
		modelId: text(modelId),
		precisionId: text(precisionId),
		backend: oneOf(backend, ['wasm', 'webgpu'])
	};
}

export const DRAFT_SCHEMA: ValueSchema<Draft | null> = {
	'~standard': {
		validate: (value) => {
			try {
				const { recipe, model, runId } = fields(value);
				return {
					value: {
						recipe: readRecipe(recipe),
						model: readChoice(model),
						runId: runId === null ? null : text(runId)
					}
				};
			} catch (error) {
				return { issues: [error] };
			}
		}
	}
};
