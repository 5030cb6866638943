/** What a schema cannot say: fields of a run that must agree with each other. */
import { modelDigest } from '../digest/model-digest.ts';
import { parseLocalDate } from './local-date.ts';
import type { Run } from './schema.ts';

export interface Inconsistency {
	readonly path: string;
	readonly expected: string;
}

/** The first pair of fields that contradict each other, or null. */
export function checkConsistency(run: Run): Inconsistency | null {
	return inconsistencies(run)[0] ?? null;
}

/** At most one of each kind, in the order in which they are looked for. */
export function inconsistencies(run: Run): Inconsistency[] {
	return [checkModel, checkRequest, checkTokens, checkForced, checkEnd, checkUsage]
		.map((check) => check(run))
		.filter((found) => found !== null);
}

export function checkModel({ model }: Pick<Run, 'model'>): Inconsistency | null {
	const names = new Set(model.resources.map((resource) => resource.name));
	if (names.size < model.resources.length) {
		return { path: 'model.resources', expected: 'each name once' };
	}
	if (modelDigest(model.resources) === model.digest) return null;
	return { path: 'model.digest', expected: 'the root digest of model.resources' };
}

function checkRequest({ request }: Run): Inconsistency | null {
	if (request.mode === 'completion') {
		if (request.prompt === null) return { path: 'request.prompt', expected: 'a text to complete' };
		if (request.messages.length > 0) return { path: 'request.messages', expected: 'an empty list' };
		if (request.template_digest !== null) {
			return { path: 'request.template_digest', expected: 'null in completion mode' };
		}
		if (request.date !== undefined) {
			return { path: 'request.date', expected: 'missing in completion mode' };
		}
		if (request.spelled_tokens?.read_as !== 'text') return null;
		return { path: 'request.spelled_tokens.read_as', expected: 'control in completion mode' };
	}
	if (request.prompt !== null) return { path: 'request.prompt', expected: 'null in chat mode' };
	if (request.messages.length === 0) return { path: 'request.messages', expected: 'a message' };
	if (request.template_digest === null) {
		return { path: 'request.template_digest', expected: 'a digest in chat mode' };
	}
	return checkDate(request);
}

function checkDate({ date }: Run['request']): Inconsistency | null {
	if (date === undefined || parseLocalDate(date) !== null) return null;
	return { path: 'request.date', expected: 'a day that its month has' };
}

function checkTokens({ output }: Run): Inconsistency | null {
	if (output.tokens.length !== output.token_ids.length) {
		return { path: 'output.tokens', expected: `${output.token_ids.length} entries` };
	}
	const wrong = output.tokens.findIndex((token, i) => token.id !== output.token_ids[i]);
	if (wrong === -1) return null;
	return { path: `output.tokens[${wrong}].id`, expected: String(output.token_ids[wrong]) };
}

function checkForced({ request, output }: Run): Inconsistency | null {
	const { forced_token_ids: forced } = request;
	// A run may have been cancelled, or ended, before all forced tokens were in.
	const wrong = forced
		.slice(0, output.token_ids.length)
		.findIndex((id, i) => id !== output.token_ids[i]);
	if (wrong === -1) return null;
	return { path: `output.token_ids[${wrong}]`, expected: `the forced token ${forced[wrong]}` };
}

function checkEnd({ request, output }: Run): Inconsistency | null {
	const { stop_sequence: stopSequence, finish_reason: reason } = output;
	if (output.token_ids.length > request.max_tokens) {
		return { path: 'output.token_ids', expected: `at most ${request.max_tokens} tokens` };
	}
	if (stopSequence !== null) {
		if (reason !== 'stop') return { path: 'output.stop_sequence', expected: 'null' };
		if (request.stop_sequences.includes(stopSequence)) return null;
		return { path: 'output.stop_sequence', expected: 'one of request.stop_sequences' };
	}
	const last = output.token_ids.at(-1);
	if (reason === 'stop' && (last === undefined || !request.stop_token_ids.includes(last))) {
		return { path: 'output.finish_reason', expected: 'a stop token at the end for "stop"' };
	}
	return null;
}

function checkUsage({ request, output, usage }: Run): Inconsistency | null {
	const input = request.prompt_token_ids.length;
	if (usage.input_tokens !== input) return { path: 'usage.input_tokens', expected: String(input) };
	const written = output.token_ids.length;
	if (usage.output_tokens === written) return null;
	return { path: 'usage.output_tokens', expected: String(written) };
}
