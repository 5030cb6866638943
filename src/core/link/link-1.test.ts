/** What version 1 of links leaves out and how it writes words: links that exist rely on both. */
import { describe, expect, test } from 'vitest';

import { COMPARISON_1, FILL_1, RECIPE_1, RUN_1 } from './link-1.ts';

const model = {
	...{ name: '', format: 'onnx', quantization: '' },
	...{ digest: null, source: null, size_bytes: null }
};
const request = {
	mode: 'chat',
	messages: [],
	prompt: null,
	forced_token_ids: [],
	sampler: 'gumbel-philox/1',
	seed: '0',
	temperature: 0.8,
	top_k: 40,
	top_p: 0.95,
	min_p: 0,
	repetition_penalty: 1,
	presence_penalty: 0,
	frequency_penalty: 0,
	logit_bias: [],
	max_tokens: 120,
	stop_sequences: [],
	date: undefined,
	spelled_tokens: undefined
};
const engine = {
	...{ name: '', version: '', build: '', backend: 'wasm', threads: 1 },
	...{ prefill: 'token-by-token', options: [], adapter: null }
};
const made = {
	...{ run_id: null, created: null, engine: null, template_digest: null, prompt_digest: null },
	...{ stop_token_ids: [], token_ids: [], finish_reason: 'stop', stop_sequence: null },
	logits_digest: null,
	text: undefined
};
const sentence = { text: '', token_ids: [], masked_positions: [] };
const fillRequest = {
	...{ sentences: [], masking: 'together', mask_token: '', mask_token_id: 0, top_k: 0 }
};
const answer = {
	...{ position: 0, original: null, entropy: 0, logits_digest: '', alternatives: [] }
};
const original = { text: '', logprob: 0, rank: 0 };
const alternative = { id: 0, text: '', logprob: 0 };
const spelled = { read_as: 'text', tokens: [] };
const run = { title: '', model: null, request: null, made: null };

/** Inside the fields with these numbers, one within the other, nothing. */
function nested(...numbers: readonly number[]): number[] {
	return numbers.reduceRight<number[]>((inner, number) => {
		const [low, high] = [(number * 8 + 2) & 127, (number * 8 + 2) >> 7];
		const tag = high === 0 ? [low] : [low | 128, high];
		return [...tag, inner.length, ...inner];
	}, []);
}

describe('a message that says nothing', () => {
	const source = { ...model, source: { url: '', revision: null } };
	const adapter = { ...made, engine: { ...engine, adapter: { vendor: '', architecture: '' } } };
	const user = { ...request, messages: [{ role: 'user', content: '' }] };
	const filled = { run_id: null, created: null, engine: null };
	const output = { sentences: [{ answers: [answer] }], logits_digest: null };
	const answered = (of: object) => ({
		...run,
		made: { ...filled, output: { ...output, sentences: [{ answers: [{ ...answer, ...of }] }] } }
	});

	test.each([
		['a recipe', RECIPE_1, { title: '', model: null, request: null }, []],
		['a run', RUN_1, run, []],
		['a comparison', COMPARISON_1, { title: '', columns: [] }, []],
		['a column', COMPARISON_1, { title: '', columns: [run] }, [2]],
		['masks', FILL_1, run, []],
		['a model', RUN_1, { ...run, model }, [2]],
		['a source', RUN_1, { ...run, model: source }, [2, 5]],
		['a request', RUN_1, { ...run, request }, [3]],
		['what a user said', RUN_1, { ...run, request: user }, [3, 2]],
		[
			'spelled tokens',
			RUN_1,
			{ ...run, request: { ...request, spelled_tokens: spelled } },
			[3, 18]
		],
		['an output', RUN_1, { ...run, made }, [4]],
		['an engine', RUN_1, { ...run, made: { ...made, engine } }, [4, 3]],
		['an adapter', RUN_1, { ...run, made: adapter }, [4, 3, 8]],
		['a question of masks', FILL_1, { ...run, request: fillRequest }, [3]],
		['a sentence', FILL_1, { ...run, request: { ...fillRequest, sentences: [sentence] } }, [3, 1]],
		['filled masks', FILL_1, { ...run, made: { ...filled, output: null } }, [4]],
		['an answer', FILL_1, answered({}), [4, 4, 1, 1]],
		['a hidden token', FILL_1, answered({ original }), [4, 4, 1, 1, 2]],
		['an alternative', FILL_1, answered({ alternatives: [alternative] }), [4, 4, 1, 1, 5]]
	] as const)('takes no bytes but for its place: %s', (_name, codec, value, place) => {
		const bytes = nested(...place);
		expect([...codec.encode(value)]).toEqual(bytes);
		expect(codec.decode(Uint8Array.from(bytes))).toEqual(value);
	});
});

describe('words', () => {
	const inModel = (format: string) => ({ ...run, model: { ...model, format } });
	const inRequest = (changes: object) => ({ ...run, request: { ...request, ...changes } });
	const inEngine = (changes: object) => ({
		...run,
		made: { ...made, engine: { ...engine, ...changes } }
	});

	test.each([
		['mlc', inModel('mlc'), [2, [0x10, 1]]],
		['assistant', inRequest({ messages: [{ role: 'assistant', content: '' }] }), [3, 2, [0x08, 1]]],
		['system', inRequest({ messages: [{ role: 'system', content: '' }] }), [3, 2, [0x08, 2]]],
		['completion', inRequest({ mode: 'completion' }), [3, [0x08, 1]]],
		[
			'control',
			inRequest({ spelled_tokens: { read_as: 'control', tokens: [] } }),
			[3, 18, [0x08, 1]]
		],
		['webgpu', inEngine({ backend: 'webgpu' }), [4, 3, [0x20, 1]]],
		['one-pass', inEngine({ prefill: 'one-pass' }), [4, 3, [0x30, 1]]],
		['chunks-of-32', inEngine({ prefill: 'chunks-of-32' }), [4, 3, [0x30, 2]]],
		['length', { ...run, made: { ...made, finish_reason: 'length' } }, [4, [0x40, 1]]],
		['cancelled', { ...run, made: { ...made, finish_reason: 'cancelled' } }, [4, [0x40, 2]]]
	] as const)('are numbers: %s', (_word, value, place) => {
		const numbers = place.filter((each) => typeof each === 'number');
		const last = place.filter((each) => typeof each === 'object').flat();
		const bytes = withInside(nested(...numbers), last);
		expect([...RUN_1.encode(value)]).toEqual(bytes);
		expect(RUN_1.decode(Uint8Array.from(bytes))).toEqual(value);
	});

	test('of questions about masks are numbers, too', () => {
		const value = { ...run, request: { ...fillRequest, masking: 'one-by-one' } };
		expect([...FILL_1.encode(value)]).toEqual([0x1a, 2, 0x10, 1]);
		expect(FILL_1.decode(Uint8Array.of(0x1a, 2, 0x10, 1))).toEqual(value);
	});
});

/** The innermost message, empty so far, with these bytes: every length around it grows. */
function withInside(outer: readonly number[], inside: readonly number[]): number[] {
	let at = 0;
	const grown = [...outer];
	while (at < grown.length) {
		at += (grown[at] ?? 0) > 127 ? 2 : 1;
		grown[at] = (grown[at] ?? 0) + inside.length;
		at += 1;
	}
	return [...grown, ...inside];
}
