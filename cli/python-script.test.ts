/**
 * The exported Python code, run by a Python: skipped where none has numpy (sampler) and onnxruntime
 * (whole script). `PYTHON` in the environment names one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PYTHON_SAMPLER } from '#core/report/python-sampler.ts';
import { pythonScript } from '#core/report/python-script.ts';
import { fillPythonScript } from '#core/report/fill-python.ts';
import { fillWithBert, BERT_FOLDER } from './make-fill-run.ts';
import { makeRun, nodeRequest } from './make-run.ts';
import { openModel } from './open-model.ts';
import { SPROUT_FOLDER, sproutFileNames } from './sprout-folder.ts';

const PYTHON = process.env['PYTHON'] ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'glasshouse-python-'));
afterAll(() => rmSync(folder, { recursive: true }));

function hasModules(...names: string[]): boolean {
	return spawnSync(PYTHON, ['-c', `import ${names.join(', ')}`]).status === 0;
}

function python(...args: string[]): { stdout: string; stderr: string } {
	const { stdout, stderr, status } = spawnSync(PYTHON, args, { encoding: 'utf8' });
	if (status !== 0) throw new Error(stderr);
	return { stdout, stderr };
}

describe.skipIf(!hasModules('numpy'))('the sampler in Python', () => {
	test('draws the tokens of the reference vectors', { timeout: 60_000 }, () => {
		const vectors = new URL('../tests/fixtures/sampler-1.json', import.meta.url);
		const { cases } = JSON.parse(readFileSync(vectors, 'utf8')) as {
			cases: { tokenId: number }[];
		};
		const script = join(folder, 'vectors.py');
		writeFileSync(
			script,
			`import json, sys
import numpy as np
${PYTHON_SAMPLER}
drawn = []
off = {"temperature": 1, "top_k": 0, "top_p": 1, "min_p": 0, "repetition_penalty": 1,
       "presence_penalty": 0, "frequency_penalty": 0, "logit_bias": {}}
for case in json.load(open(sys.argv[1]))["cases"]:
    logits = np.array([-np.inf if x is None else x for x in case["logits"]], np.float32)
    settings = {**off, **case["params"]}
    drawn.append(draw(logits, settings, int(case["seed"]), case["promptTokenIds"], case["generatedTokenIds"]))
print(json.dumps(drawn))
`
		);
		const { stdout } = python(script, vectors.pathname);
		expect(JSON.parse(stdout)).toEqual(cases.map(({ tokenId }) => tokenId));
	});
});

describe.skipIf(!hasModules('numpy', 'onnxruntime'))('the exported script', () => {
	test('repeats a run of the built-in model outside the browser', { timeout: 60_000 }, async () => {
		const model = await openModel(SPROUT_FOLDER, sproutFileNames('fp32'));
		const settings = { temperature: 1, repetition_penalty: 1.1, max_tokens: 40 };
		const run = await makeRun(model, 'fp32', nodeRequest({ settings, forcedTokenIds: [20] }));
		await model.session.dispose();
		const script = join(folder, 'repeat_run.py');
		writeFileSync(script, pythonScript(run, run.model.name));
		const { stdout, stderr } = python(script, SPROUT_FOLDER);
		const { token_ids: ids } = JSON.parse(stdout) as { token_ids: number[] };
		const parted = run.output.tokens.find((token, i) => token.id !== ids[i]);
		// Native kernels give other last bits: only a choice that was as close may fall the other way.
		expect(parted?.margin ?? 0).toBeLessThan(1e-3);
		expect(ids.length).toBeGreaterThan(0);
		expect(stderr).toContain('tokens are the recorded ones');
	});

	test.each(['fp32', 'q8'] as const)(
		'asks a model that fills masks the same outside the browser, in %s',
		{ timeout: 60_000 },
		async (precision) => {
			const run = await fillWithBert(precision);
			const script = join(folder, `repeat_${precision}.py`);
			writeFileSync(script, fillPythonScript(run, run.model.name));
			const { stdout, stderr } = python(script, BERT_FOLDER);
			const { answers } = JSON.parse(stdout) as { answers: { token_ids: number[] }[] };
			const recorded = run.output.sentences.flatMap((sentence) => sentence.answers);
			expect(answers.map(({ token_ids: [best] }) => best)).toEqual(
				recorded.map(({ alternatives: [best] }) => best?.id)
			);
			const largest = Number(/at most (\S+) nats/.exec(stderr)?.[1]);
			// One rounding of 8 bits may fall the other way; see tests/fixtures/fill-mask.
			expect(largest).toBeLessThan(precision === 'q8' ? 0.02 : 1e-4);
		}
	);
});
