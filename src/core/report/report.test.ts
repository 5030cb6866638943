import { describe, expect, test } from 'vitest';

import {
	exampleFillMaskRun,
	unsealedFillMaskRun
} from '../../../tests/fixtures/example-fill-mask-run.ts';
import { exampleRun, unsealedRun } from '../../../tests/fixtures/example-run.ts';
import { sha256Text } from '../digest/sha256.ts';
import { sealFillMaskRun } from '../fill-mask/fill-mask-file.ts';
import { sealRun } from '../run-file/seal-run.ts';
import type { Run, RunRequest } from '../run-file/schema.ts';
import { settingsOf } from '../sampling/settings.ts';
import { fillPythonScript } from './fill-python.ts';
import { lmEvalSampleLine } from './lm-eval-sample.ts';
import { openAiRequest, openAiRequestJson } from './openai-request.ts';
import { PYTHON_SAMPLER } from './python-sampler.ts';
import { pythonScript } from './python-script.ts';

const run = exampleRun();

function asked(request: Partial<RunRequest>): Run {
	const unsealed = unsealedRun();
	return sealRun({ ...unsealed, request: { ...unsealed.request, ...request } });
}

/** Nothing that OpenAI's servers would not take. */
const plain: Partial<RunRequest> = {
	forced_token_ids: [],
	top_k: 0,
	repetition_penalty: 1,
	logit_bias: {}
};
const completion: Partial<RunRequest> = {
	mode: 'completion',
	messages: [],
	prompt: 'Mia',
	template_digest: null
};

describe('the request for OpenAI’s servers', () => {
	test('has the settings that they know, and as extensions those that are in use', () => {
		expect(openAiRequest(run, 'Sprout')).toEqual({
			path: '/v1/chat/completions',
			body: {
				model: 'Sprout',
				messages: [{ role: 'user', content: 'Tell me a story.' }],
				max_tokens: 50,
				temperature: 0.8,
				top_p: 0.95,
				presence_penalty: 0,
				frequency_penalty: 0,
				seed: 42,
				stop: ['The end'],
				logit_bias: { '9': -1 },
				top_k: 40,
				repetition_penalty: 1.1
			},
			caveats: [
				'Servers draw with samplers of their own: the text will differ from the one that gumbel-philox/1 draws with the same seed.',
				'"model" is Sprout; a server may know it under another name or in another precision.',
				'Output tokens that were set by hand are left out.',
				'top_k, repetition_penalty: extensions that OpenAI itself refuses.'
			]
		});
	});

	test('of a completion has a prompt and another path, and says nothing that is not in use', () => {
		const { stop_sequences: _none, ...rest } = unsealedRun().request;
		const written = unsealedRun();
		const request = { ...rest, ...plain, ...completion, stop_sequences: [] };
		const { path, body, caveats } = openAiRequest(sealRun({ ...written, request }), 'Sprout');
		expect(path).toBe('/v1/completions');
		expect(body).toEqual({
			model: 'Sprout',
			prompt: 'Mia',
			max_tokens: 50,
			temperature: 0.8,
			top_p: 0.95,
			presence_penalty: 0,
			frequency_penalty: 0,
			seed: 42
		});
		expect(caveats).toHaveLength(2);
	});

	test('says what it cannot say: large seeds and more than four stop sequences', () => {
		const seed = '18446744073709551615';
		const { body, caveats } = openAiRequest(asked({ ...plain, seed }), 'Sprout');
		expect(body).not.toHaveProperty('seed');
		expect(caveats[2]).toBe(`The seed ${seed} does not fit into a JSON number and is left out.`);
		const stops = (count: number) =>
			openAiRequest(asked({ ...plain, stop_sequences: Array<string>(count).fill('x') }), 'Sprout')
				.caveats;
		expect(stops(4)).toHaveLength(2);
		expect(stops(5)[2]).toBe('OpenAI takes four stop sequences at most.');
	});

	test('is sent as indented JSON', () => {
		expect(openAiRequestJson(run, 'Sprout')).toBe(
			`${JSON.stringify(openAiRequest(run, 'Sprout').body, null, '\t')}\n`
		);
	});
});

describe('a line of the harness’s samples', () => {
	const hash = (text: string) => sha256Text(text).slice('sha256:'.length);

	test('holds a chat with its messages as the context', () => {
		const { messages } = run.request;
		expect(JSON.parse(lmEvalSampleLine(run, 7))).toEqual({
			doc_id: 7,
			doc: { messages },
			target: '',
			arguments: {
				gen_args_0: {
					arg_0: JSON.stringify(messages),
					arg_1: {
						until: ['The end'],
						max_gen_toks: 50,
						do_sample: true,
						temperature: 0.8,
						top_k: 40,
						top_p: 0.95
					}
				}
			},
			resps: [['A fox']],
			filtered_resps: ['A fox'],
			filter: 'none',
			metrics: [],
			doc_hash: hash(JSON.stringify({ messages })),
			prompt_hash: hash(JSON.stringify(messages)),
			target_hash: hash(''),
			glasshouse_run_id: run.id,
			glasshouse_model_digest: run.model.digest,
			glasshouse_seed: '42'
		});
	});

	test('holds a completion with its prompt, and says when nothing was sampled', () => {
		const line = lmEvalSampleLine(asked({ ...completion, temperature: 0 }));
		expect(JSON.parse(line)).toMatchObject({
			doc_id: 0,
			doc: { prompt: 'Mia' },
			arguments: { gen_args_0: { arg_0: 'Mia', arg_1: { do_sample: false } } },
			prompt_hash: hash('Mia')
		});
		expect(line.indexOf('\n')).toBe(line.length - 1);
	});
});

/** What a script's `RUN` is. */
function dataOf(script: string): unknown {
	const [, literal = ''] = /^RUN = json\.loads\(\n {4}(.*)\n\)$/m.exec(script) ?? [];
	return JSON.parse(JSON.parse(literal) as string);
}

describe('a Python script', () => {
	const common = {
		model_digest: run.model.digest,
		seed: '42',
		settings: settingsOf(run.request),
		max_tokens: 50,
		stop_token_ids: [2],
		forced_token_ids: [5],
		prompt_token_ids: [1, 7, 8, 9],
		token_ids: [5, 6, 2]
	};

	test('holds the request, the sampler, and the way to open an ONNX model', () => {
		const script = pythonScript(run, 'Sprout');
		expect(dataOf(script)).toEqual({ ...common, weights_file: 'onnx/model_int8.onnx' });
		expect(script).toMatch(
			new RegExp(
				`^"""Repeats the Glasshouse run ${run.id}\nof Sprout \\(int8\\)\\.\n\nNeeds numpy and onnx`
			)
		);
		expect(script).toContain('\n"""\n\nimport json\nimport sys\nfrom pathlib import Path\n');
		expect(script).toContain("The sampler is the run's own, gumbel-philox/1");
		expect(script).toContain(PYTHON_SAMPLER.trim());
		expect(script).toContain('\n\n\ndef gumbel(seed, position, ids):\n');
		expect(script).toMatch(/ort\.InferenceSession\([^]*\n\n\ndef main\(\):\n/);
		expect(script).not.toContain('import torch');
		expect(script).toMatch(
			/\ndef main\(\):\n[^]*\n\n\nif __name__ == "__main__":\n {4}main\(\)\n$/
		);
		expect(script).not.toMatch(/\n{4}/);
	});

	test('opens the original weights of a compiled model with transformers', () => {
		const unsealed = unsealedRun();
		const script = pythonScript(
			sealRun({ ...unsealed, model: { ...unsealed.model, format: 'mlc' } }),
			'Sprout'
		);
		expect(script).toContain('Needs numpy, torch and transformers');
		expect(script).toContain('AutoModelForCausalLM.from_pretrained(');
		expect(script).not.toContain('onnxruntime');
	});

	test('says which date and which control tokens the prompt was made with', () => {
		const spelled = { read_as: 'text' as const, tokens: ['<s>'] };
		const dated = asked({ date: '2026-11-30T07:08:09', spelled_tokens: spelled });
		expect(dataOf(pythonScript(dated, 'Sprout'))).toEqual({
			...common,
			weights_file: 'onnx/model_int8.onnx',
			date_told_to_template: '2026-11-30T07:08:09',
			spelled_tokens: spelled
		});
	});

	test('takes nothing from names but readable characters, and not too many of them', () => {
		const script = pythonScript(run, `"\\\n${'x'.repeat(300)}`);
		expect(script).toContain(`\nof    ${'x'.repeat(197)} (int8).`);
	});
});

describe('a Python script for masks', () => {
	test('holds each forward pass with what was recorded of it', () => {
		const filled = exampleFillMaskRun();
		const script = fillPythonScript(filled, 'Sprout');
		expect(dataOf(script)).toEqual({
			model_digest: filled.model.digest,
			weights_file: 'onnx/model_int8.onnx',
			top_k: 2,
			passes: [
				{
					sentence: 0,
					token_ids: [2, 5, 4, 7, 4, 8, 9, 3],
					positions: [2, 4],
					recorded: [
						[
							[10, -0.5],
							[11, -1.75]
						],
						[
							[12, -0.25],
							[13, -1.75]
						]
					]
				}
			]
		});
		expect(script).toContain(
			`${filled.id}\nof Sprout (int8): what it expects in the places of masks.`
		);
		expect(script).toContain('session.run(["logits"]');
	});

	test('names no weights where the model has no ONNX file', () => {
		const unsealed = unsealedFillMaskRun();
		const resources = unsealed.model.resources.filter(({ name }) => !name.endsWith('.onnx'));
		expect(resources).toHaveLength(2);
		const filled = { ...exampleFillMaskRun(), model: { ...unsealed.model, resources } };
		expect(dataOf(fillPythonScript(filled, 'Sprout'))).toMatchObject({ weights_file: null });
		expect(() => sealFillMaskRun(filled)).toThrow();
		const written = { ...run, model: { ...run.model, resources } };
		expect(dataOf(pythonScript(written, 'Sprout'))).toMatchObject({ weights_file: null });
	});
});
