/** Every field of a request that can change an output is shown wherever a verdict is. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { runSchema, type RunRequest } from '#core/run-file/schema.ts';
import {
	promptParts,
	promptRemarks,
	REQUEST_PLACES,
	requestRows,
	type ShownRequest
} from '#words/request-rows.ts';
import { exampleRun } from '../fixtures/example-run.ts';

const { request } = exampleRun();

/** Another value of each field: what is shown has to change with it. */
const OTHER: Readonly<Record<keyof RunRequest, Partial<RunRequest>>> = {
	mode: { mode: 'completion', prompt: 'Once' },
	messages: { messages: [{ role: 'system', content: 'Lie.' }, ...request.messages] },
	prompt: { mode: 'completion', prompt: 'Once upon' },
	template_digest: { template_digest: `sha256:${'1'.repeat(64)}` },
	date: { date: '2026-11-30T07:08:09' },
	spelled_tokens: { spelled_tokens: { read_as: 'control', tokens: ['<|im_end|>'] } },
	prompt_token_ids: { prompt_token_ids: [1, 7, 8] },
	forced_token_ids: { forced_token_ids: [5, 6] },
	sampler: { sampler: 'gumbel-philox/2' as 'gumbel-philox/1' },
	seed: { seed: '43' },
	temperature: { temperature: 0.81 },
	top_k: { top_k: 41 },
	top_p: { top_p: 0.951 },
	min_p: { min_p: 0.001 },
	repetition_penalty: { repetition_penalty: 1.101 },
	presence_penalty: { presence_penalty: 0.01 },
	frequency_penalty: { frequency_penalty: 0.01 },
	logit_bias: { logit_bias: { '9': -1.5 } },
	max_tokens: { max_tokens: 51 },
	stop_sequences: { stop_sequences: [] },
	stop_token_ids: { stop_token_ids: [2, 3] }
};

function shown(asked: ShownRequest): Record<'prompt' | 'recipe', string> {
	return {
		prompt: JSON.stringify([promptParts(asked), promptRemarks(asked)]),
		recipe: JSON.stringify(requestRows(asked))
	};
}

describe('a request', () => {
	const fields = v.keyof(runSchema.entries.request).options;

	test.each(fields)('has a place on the page for %s, and shows its value there', (field) => {
		const place = REQUEST_PLACES[field];
		const changed = shown({ ...request, ...OTHER[field] });
		expect(changed[place]).not.toBe(shown(request)[place]);
	});

	test.each([
		['views/runs/OpenRun.svelte', 'RunFacts'],
		['views/links/OpenLink.svelte', 'RecipeFacts'],
		['views/embed/EmbedColumn.svelte', 'RecipeFacts'],
		['views/lessons/activities/RunActivity.svelte', 'RecipeFacts']
	])('is shown on the page of %s, where its output can be verified', (file, facts) => {
		const page = readFileSync(`src/ui/${file}`, 'utf8');
		expect(page).toContain('<RunPrompt ');
		expect(page).toContain(`<${facts} `);
	});
});
