/** The request in the words of OpenAI-compatible servers (OpenAI, vLLM, llama.cpp, Ollama …). */
import type { Run } from '../run-file/schema.ts';
import { NEUTRAL_SETTINGS, NUMERIC_SETTINGS } from '../sampling/settings.ts';

/** What OpenAI's own servers take; other servers know more, as extensions. */
const KNOWN_SETTINGS = ['temperature', 'top_p', 'presence_penalty', 'frequency_penalty'] as const;

const isKnown = (name: string): boolean => KNOWN_SETTINGS.some((known) => known === name);

export interface OpenAiRequest {
	/** Below the server's base address. */
	readonly path: '/v1/chat/completions' | '/v1/completions';
	readonly body: Readonly<Record<string, unknown>>;
	/** What the request cannot say, one sentence each. */
	readonly caveats: readonly string[];
}

function caveats({ request }: Run, name: string, seedFits: boolean): string[] {
	const found = [
		`Servers draw with samplers of their own: the text will differ from the one that ${request.sampler} draws with the same seed.`,
		`"model" is ${name}; a server may know it under another name or in another precision.`
	];
	if (!seedFits)
		found.push(`The seed ${request.seed} does not fit into a JSON number and is left out.`);
	if (request.forced_token_ids.length > 0) {
		found.push('Output tokens that were set by hand are left out.');
	}
	if (request.stop_sequences.length > 4) found.push('OpenAI takes four stop sequences at most.');
	return found;
}

/** @param name what this app calls the model, or a quotation */
export function openAiRequest(run: Run, name: string): OpenAiRequest {
	const { request } = run;
	const isChat = request.mode === 'chat';
	const seed = Number(request.seed);
	const seedFits = Number.isSafeInteger(seed);
	const extensions = Object.fromEntries(
		NUMERIC_SETTINGS.filter(
			(name) => !isKnown(name) && request[name] !== NEUTRAL_SETTINGS[name]
		).map((name) => [name, request[name]])
	);
	const biases = Object.keys(request.logit_bias).length;
	const body = {
		model: name,
		...(isChat ? { messages: request.messages } : { prompt: request.prompt }),
		max_tokens: request.max_tokens,
		...Object.fromEntries(KNOWN_SETTINGS.map((name) => [name, request[name]])),
		...(seedFits ? { seed } : {}),
		...(request.stop_sequences.length === 0 ? {} : { stop: request.stop_sequences }),
		...(biases === 0 ? {} : { logit_bias: request.logit_bias }),
		...extensions
	};
	const names = Object.keys(extensions).join(', ');
	const extended = names === '' ? [] : [`${names}: extensions that OpenAI itself refuses.`];
	return {
		path: isChat ? '/v1/chat/completions' : '/v1/completions',
		body,
		caveats: [...caveats(run, name, seedFits), ...extended]
	};
}

/** The body as it is sent. @param name as of `openAiRequest` */
export function openAiRequestJson(run: Run, name: string): string {
	return `${JSON.stringify(openAiRequest(run, name).body, null, '\t')}\n`;
}
