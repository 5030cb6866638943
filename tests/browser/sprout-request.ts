/** Requests against the built-in model, as the page would make them. */
import type { RunRequest } from '#core/run-file/schema.ts';
import { createLoadRequest } from '#catalog/load-request.ts';
import { sprout } from '#catalog/sprout.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';

export function sproutLoadRequest(
	precisionId = 'int8',
	backend: LoadRequest['backend'] = 'wasm'
): LoadRequest {
	const precision = sprout.precisions.find(({ id }) => id === precisionId);
	if (precision === undefined) throw new Error(`Sprout has no ${precisionId}`);
	return createLoadRequest(sprout, precision, backend, new URL('/', location.href).href);
}

export function generateRequest(
	settings: Partial<
		Pick<RunRequest, 'seed' | 'temperature' | 'max_tokens' | 'stop_sequences'>
	> = {},
	rest: Partial<Omit<GenerateRequest, 'settings'>> = {}
): GenerateRequest {
	return {
		prompt: { mode: 'completion', prompt: 'Mia is in the garden.' },
		forcedTokenIds: [],
		alternatives: 5,
		// An untrained or talkative model writes on; a test wants a known length.
		stopTokenIds: [],
		...rest,
		settings: {
			seed: '42',
			temperature: 1,
			top_k: 0,
			top_p: 1,
			min_p: 0,
			repetition_penalty: 1,
			presence_penalty: 0,
			frequency_penalty: 0,
			logit_bias: {},
			max_tokens: 24,
			stop_sequences: [],
			...settings
		}
	};
}
