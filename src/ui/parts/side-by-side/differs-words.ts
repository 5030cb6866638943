/** What the differences between runs are called, and how their values are shown. */
import type { FieldDifference } from '#core/diff/compare-runs.ts';
import type { RunEngine, RunMessage, RunRequest, SpelledTokens } from '#core/run-file/schema.ts';
import { formatDigits, formatList, shortDigest } from '#words/format.ts';
import { BACKEND_NAMES } from '#words/model-words.ts';
import { prefillWords, ROLE_NAMES } from '#words/run-words.ts';
import { SETTING_WORDS } from '#words/setting-words.ts';
import { quotedWords, strangersWords } from '#words/strangers-words.ts';
import { quotedToken } from '#words/token-words.ts';

const LABELS: Readonly<Record<string, string>> = {
	'prompt.mode': 'Mode',
	'prompt.prompt': 'Prompt',
	'prompt.template_digest': 'Chat template',
	'prompt.date': 'Date in the prompt',
	'prompt.spelled_tokens': 'Control tokens in the prompt',
	'settings.seed': 'Seed',
	'settings.stop_sequences': 'Stop strings',
	'settings.stop_token_ids': 'Tokens that end it',
	'settings.forced_token_ids': 'Set tokens',
	'settings.logit_bias': 'Token biases',
	'settings.sampler': 'Sampler',
	'model.name': 'Name',
	'model.format': 'Format',
	'model.quantization': 'Precision',
	'model.digest': 'Digest of its files',
	'engine.name': 'Name',
	'engine.version': 'Version',
	'engine.build': 'Build',
	'engine.backend': 'Runs on',
	'engine.threads': 'Threads',
	'engine.prefill': 'How the prompt is read',
	'engine.options': 'Options',
	'engine.adapter': 'Graphics card'
};

export function differenceLabel({ group, field }: FieldDifference): string {
	const message = /^messages\[(\d+)\]$/.exec(field)?.[1];
	if (message !== undefined) return `Message ${(Number(message) + 1).toString()}`;
	const file = /^file (.*)$/.exec(field)?.[1];
	if (file !== undefined) return `File ${strangersWords(file)}`;
	if (group === 'settings' && field in SETTING_WORDS) {
		return SETTING_WORDS[field as keyof typeof SETTING_WORDS].label;
	}
	return LABELS[`${group}.${field}`] ?? field;
}

// @wc-include
const NONE = 'none';

const MODES: Readonly<Record<RunRequest['mode'], string>> = {
	completion: 'Completion',
	chat: 'Chat'
};

/** Values that have words of their own; whatever else there is speaks for itself. */
const SHOWN: Readonly<Record<string, (value: never) => string>> = {
	'prompt.mode': (mode: RunRequest['mode']) => MODES[mode],
	'prompt.message': ({ role, content }: RunMessage) => `${ROLE_NAMES[role]}: ${content}`,
	'prompt.date': (date: string) => date.replace('T', ' '),
	'prompt.spelled_tokens': ({ read_as, tokens }: SpelledTokens) => {
		const names = formatList(tokens);
		return read_as === 'text' ? `${names}, read as text` : `${names}, read as control tokens`;
	},
	'settings.logit_bias': (biases: RunRequest['logit_bias']) =>
		Object.entries(biases)
			.map(([id, bias]) => `token ${id}: ${formatDigits(bias, 9)}`)
			.join(', ') || NONE,
	'model.name': quotedWords,
	'model.quantization': quotedWords,
	'engine.backend': (backend: RunEngine['backend']) => BACKEND_NAMES[backend],
	'engine.prefill': prefillWords,
	'engine.options': (options: RunEngine['options']) =>
		Object.entries(options)
			.map(([name, value]) => strangersWords(`${name}: ${value}`))
			.join(', ') || NONE,
	'engine.adapter': ({ vendor, architecture }: NonNullable<RunEngine['adapter']>) =>
		strangersWords(`${vendor} ${architecture}`)
};

function show(value: string | number): string {
	if (typeof value === 'number') return formatDigits(value, 9);
	return /^sha256:[0-9a-f]{64}$/.test(value) ? shortDigest(value) : strangersWords(value);
}

/** @param value what one of the runs has for it */
export function differenceValue({ group, field }: FieldDifference, value: unknown): string {
	if (value === null || value === undefined) return NONE;
	const name = field.startsWith('messages[') ? 'message' : field;
	const own = SHOWN[`${group}.${name}`];
	if (own !== undefined) return own(value as never);
	if (!Array.isArray(value)) return show(value as string | number);
	if (value.length === 0) return NONE;
	return (value as readonly (string | number)[])
		.map((each) => (typeof each === 'string' ? quotedToken(each) : each.toString()))
		.join(', ');
}
