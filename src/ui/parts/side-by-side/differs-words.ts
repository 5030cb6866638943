/** What the differences between runs are called, and how their values are shown. */
import type { FieldDifference } from '#core/diff/compare-runs.ts';
import { formatDigits, shortDigest } from '#words/format.ts';
import { SETTING_WORDS } from '#words/setting-words.ts';
import { quotedToken } from '#words/token-words.ts';

const LABELS: Readonly<Record<string, string>> = {
	'prompt.mode': 'Mode',
	'prompt.prompt': 'Prompt',
	'prompt.template_digest': 'Chat template',
	'prompt.date': 'Date in the prompt',
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
	if (file !== undefined) return `File ${file}`;
	if (group === 'settings' && field in SETTING_WORDS) {
		return SETTING_WORDS[field as keyof typeof SETTING_WORDS].label;
	}
	return LABELS[`${group}.${field}`] ?? field;
}

// @wc-include
const NONE = 'none';

/** A value of a run as plain JSON; what has no shorter form is shown as that. */
export function differenceValue(value: unknown): string {
	if (value === null || value === undefined) return NONE;
	if (typeof value === 'number') return formatDigits(value, 9);
	if (typeof value === 'string') {
		return /^sha256:[0-9a-f]{64}$/.test(value) ? shortDigest(value) : value;
	}
	if (!Array.isArray(value)) return JSON.stringify(value);
	if (value.length === 0) return NONE;
	return value
		.map((each: unknown) => (typeof each === 'string' ? quotedToken(each) : JSON.stringify(each)))
		.join(', ');
}
