/** Every field of a request that can change an output, as it is shown beside a verdict. */
import type { LinkRequest } from '#core/link/link-schema.ts';
import type { RunRequest } from '#core/run-file/schema.ts';
import { NUMERIC_SETTINGS } from '#core/sampling/settings.ts';
import { formatDigits, formatList, formatNumber, shortDigest } from './format.ts';
import { SETTING_WORDS } from './setting-words.ts';
import { quotedToken } from './token-words.ts';

/** A link has fewer of them. */
export type ShownRequest = LinkRequest &
	Partial<Pick<RunRequest, 'template_digest' | 'prompt_token_ids' | 'stop_token_ids'>>;

/** Where a field is shown: with the prompt, or in the table of the recipe. */
export const REQUEST_PLACES: Readonly<Record<keyof RunRequest, 'prompt' | 'recipe'>> = {
	mode: 'prompt',
	messages: 'prompt',
	prompt: 'prompt',
	date: 'prompt',
	spelled_tokens: 'prompt',
	template_digest: 'recipe',
	prompt_token_ids: 'recipe',
	forced_token_ids: 'recipe',
	sampler: 'recipe',
	seed: 'recipe',
	temperature: 'recipe',
	top_k: 'recipe',
	top_p: 'recipe',
	min_p: 'recipe',
	repetition_penalty: 'recipe',
	presence_penalty: 'recipe',
	frequency_penalty: 'recipe',
	logit_bias: 'recipe',
	max_tokens: 'recipe',
	stop_sequences: 'recipe',
	stop_token_ids: 'recipe'
};

export interface RequestRow {
	readonly field: keyof RunRequest;
	readonly name: string;
	readonly value: string;
	/** What it means; may be empty. */
	readonly hint: string;
}

/** In the order in which they are shown. */
export function requestRows(request: ShownRequest): RequestRow[] {
	const settings = [...NUMERIC_SETTINGS, 'max_tokens' as const].map((field) => {
		const { label, hint } = SETTING_WORDS[field];
		const value = request[field];
		return { field, name: label, value: value.toString(), hint: hint(value) };
	});
	return [
		{ field: 'seed', name: 'Seed', value: request.seed, hint: '' },
		...settings,
		{
			field: 'logit_bias',
			name: 'Token biases',
			value: biases(request.logit_bias),
			hint: 'Added to the logits of these tokens, by their ids.'
		},
		{
			field: 'forced_token_ids',
			name: 'Set tokens',
			value: count(request.forced_token_ids),
			hint: 'Output tokens that were fixed, not drawn (a branch).'
		},
		{
			field: 'stop_sequences',
			name: 'Stop strings',
			value: request.stop_sequences.map(quotedToken).join(', ') || NONE,
			hint: ''
		},
		...recordedRows(request),
		{ field: 'sampler', name: 'Sampler', value: request.sampler, hint: '' }
	];
}

/** What only a run has. */
function recordedRows(request: ShownRequest): RequestRow[] {
	const { stop_token_ids: ends, prompt_token_ids: prompt, template_digest: template } = request;
	const rows: RequestRow[] = [];
	if (ends !== undefined) {
		const value = ends.join(', ') || NONE;
		rows.push({ field: 'stop_token_ids', name: 'End tokens', value, hint: 'One of them ends it.' });
	}
	if (prompt !== undefined) {
		const hint = 'What the model read before it wrote.';
		rows.push({ field: 'prompt_token_ids', name: 'Prompt tokens', value: count(prompt), hint });
	}
	if (template !== undefined) {
		const value = template === null ? NONE : shortDigest(template);
		rows.push({ field: 'template_digest', name: 'Chat template', value, hint: '' });
	}
	return rows;
}

// @wc-include
const NONE = 'none';

/** The first of many: the file has all. */
const SHOWN = 20;

function count(ids: readonly number[]): string {
	if (ids.length === 0) return NONE;
	const first = ids.slice(0, SHOWN).join(', ');
	return `${formatNumber(ids.length)}: ${ids.length > SHOWN ? `${first} …` : first}`;
}

function biases(bias: RunRequest['logit_bias']): string {
	const all = Object.entries(bias).map(
		([id, value]) => `${id}: ${value < 0 ? '−' : '+'}${formatDigits(Math.abs(value), 6)}`
	);
	if (all.length === 0) return NONE;
	const shown = all.slice(0, SHOWN).join(', ');
	return all.length > SHOWN ? `${shown} … (${formatNumber(all.length)})` : shown;
}

export interface PromptPart {
	/** Who says it; empty for a text to continue. */
	readonly who: string;
	readonly text: string;
}

/** What the model was given to read. */
export function promptParts({
	mode,
	messages,
	prompt
}: Pick<RunRequest, 'mode' | 'messages' | 'prompt'>): PromptPart[] {
	if (mode === 'completion') return [{ who: '', text: prompt ?? '' }];
	return messages.map(({ role, content }) => ({ who: speaker(role), text: content }));
}

function speaker(role: RunRequest['messages'][number]['role']): string {
	switch (role) {
		case 'system':
			return 'System';
		case 'user':
			return 'You';
		case 'assistant':
			return 'Model';
	}
}

/** What else was told to the template, and how control tokens were read. */
export function promptRemarks({
	date,
	spelled_tokens: spelled
}: Pick<RunRequest, 'date' | 'spelled_tokens'>): string[] {
	return [
		...(date === undefined
			? []
			: [`The chat template asked for the date and was given ${date.replace('T', ' ')}.`]),
		...spelledRemarks(spelled)
	];
}

/** How control tokens that someone wrote were read. */
export function spelledRemarks(spelled: RunRequest['spelled_tokens']): string[] {
	if (spelled === undefined) return [];
	const names = formatList(spelled.tokens);
	return [
		spelled.read_as === 'text'
			? `A message spells ${names}. The model read that as plain text, not as a control token.`
			: `The prompt spells ${names}. The model read that as a control token.`
	];
}
