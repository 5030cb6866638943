/** Requests of many kinds, the same ones in every run of the bench. */
import type { GenerateRequest, PromptRequest } from '#protocol/generate-request.ts';
import { nodeRequest } from '../../../cli/make-run.ts';

const PROMPTS: readonly PromptRequest[] = [
	{ mode: 'completion', prompt: 'Mia is in the garden.' },
	{ mode: 'completion', prompt: 'Once there was a fox.' },
	{ mode: 'completion', prompt: 'The lantern was ' },
	{ mode: 'chat', messages: [{ role: 'user', content: 'Tell me a story.' }] },
	{ mode: 'chat', messages: [{ role: 'user', content: 'What is in the box?' }] },
	{
		mode: 'chat',
		messages: [
			{ role: 'system', content: 'Answer in one sentence.' },
			{ role: 'user', content: 'Who are you?' }
		]
	}
];

const SETTINGS: readonly Partial<GenerateRequest['settings']>[] = [
	{},
	{ temperature: 1, top_k: 0, top_p: 1 },
	{ temperature: 0.6, top_k: 0, top_p: 0.9, repetition_penalty: 1.1 },
	{ temperature: 1.3, top_k: 0, top_p: 1, min_p: 0.05 }
];

/** @param index from 0; also decides the seed */
export function honestRequest(index: number, tokens: number): GenerateRequest {
	const prompt = PROMPTS[index % PROMPTS.length];
	const settings = SETTINGS[Math.floor(index / PROMPTS.length) % SETTINGS.length];
	return nodeRequest({
		...(prompt === undefined ? {} : { prompt }),
		// A known length: the model's own end tokens do not stop it.
		stopTokenIds: [],
		alternatives: 5,
		settings: { ...settings, seed: String(1000 + index), max_tokens: tokens }
	});
}
