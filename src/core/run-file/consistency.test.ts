import { expect, test } from 'vitest';

import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { checkConsistency } from './consistency.ts';
import type { Run } from './schema.ts';

/** What contradicts itself in the example after a change. */
function foundIn(change: (run: Run) => unknown) {
	const run = structuredClone(exampleRun());
	change(run);
	return checkConsistency(run);
}

const completion = {
	...{ mode: 'completion', messages: [], prompt: 'x', template_digest: null }
} as const;

function complete({ request }: Run, more: Partial<Run['request']> = {}): void {
	Object.assign(request, completion, more);
}

test.each<[string, string, (run: Run) => unknown]>([
	[
		'model.resources',
		'each name once',
		({ model: { resources } }) => resources.push(...resources.slice(0, 1))
	],
	[
		'model.digest',
		'the root digest of model.resources',
		({ model }) => (model.digest = `sha256:${'0'.repeat(64)}`)
	],
	['request.prompt', 'a text to complete', (run) => complete(run, { prompt: null })],
	[
		'request.messages',
		'an empty list',
		(run) => complete(run, { messages: [{ role: 'user', content: '' }] })
	],
	[
		'request.template_digest',
		'null in completion mode',
		(run) => complete(run, { template_digest: `sha256:${'0'.repeat(64)}` })
	],
	[
		'request.date',
		'missing in completion mode',
		(run) => complete(run, { date: '2026-11-30T07:08:09' })
	],
	[
		'request.spelled_tokens.read_as',
		'control in completion mode',
		(run) => complete(run, { spelled_tokens: { read_as: 'text', tokens: ['<s>'] } })
	],
	['request.prompt', 'null in chat mode', ({ request }) => (request.prompt = '')],
	['request.messages', 'a message', ({ request }) => (request.messages = [])],
	[
		'request.template_digest',
		'a digest in chat mode',
		({ request }) => (request.template_digest = null)
	],
	[
		'request.date',
		'a day that its month has',
		({ request }) => (request.date = '2026-02-30T00:00:00')
	],
	['output.tokens', '3 entries', ({ output }) => output.tokens.pop()],
	[
		'output.tokens[1].id',
		'6',
		({ output: { tokens } }) => Object.assign(tokens[1] ?? {}, { id: 7 })
	],
	[
		'output.token_ids[1]',
		'the forced token 9',
		({ request }) => (request.forced_token_ids = [5, 9])
	],
	['output.token_ids', 'at most 2 tokens', ({ request }) => (request.max_tokens = 2)],
	[
		'output.stop_sequence',
		'null',
		({ output }) => Object.assign(output, { stop_sequence: 'The end', finish_reason: 'length' })
	],
	[
		'output.stop_sequence',
		'one of request.stop_sequences',
		({ output }) => (output.stop_sequence = 'END')
	],
	[
		'output.finish_reason',
		'a stop token at the end for "stop"',
		({ request }) => (request.stop_token_ids = [5, 6])
	],
	[
		'output.finish_reason',
		'a stop token at the end for "stop"',
		({ output, request, usage }) => {
			Object.assign(output, { token_ids: [], tokens: [] });
			request.forced_token_ids = [];
			usage.output_tokens = 0;
		}
	],
	['usage.input_tokens', '4', ({ usage }) => (usage.input_tokens = 5)],
	['usage.output_tokens', '3', ({ usage }) => (usage.output_tokens = 2)]
])('a run that contradicts itself at %s is told that it should be %s', (path, expected, change) => {
	expect(foundIn(change)).toEqual({ path, expected });
});

test.each<[string, (run: Run) => unknown]>([
	['is as it was sealed', () => null],
	['completes a text', (run) => complete(run)],
	[
		'completes a text with control tokens in it',
		(run) => complete(run, { spelled_tokens: { read_as: 'control', tokens: ['<s>'] } })
	],
	['was told a date', ({ request }) => (request.date = '2026-02-28T00:00:00')],
	[
		'spells control tokens in a chat',
		({ request }) => (request.spelled_tokens = { read_as: 'text', tokens: ['<s>'] })
	],
	[
		'was ended before all forced tokens were in',
		({ request }) => (request.forced_token_ids = [5, 6, 2, 9])
	],
	['wrote as many tokens as it might', ({ request }) => (request.max_tokens = 3)],
	[
		'ended at a stop sequence',
		({ request, output }) => {
			output.stop_sequence = 'The end';
			request.stop_token_ids = [];
		}
	],
	[
		'was cancelled',
		({ request, output }) => {
			output.finish_reason = 'cancelled';
			request.stop_token_ids = [];
		}
	]
])('nothing contradicts itself in a run that %s', (_name, change) => {
	expect(foundIn(change)).toBeNull();
});
