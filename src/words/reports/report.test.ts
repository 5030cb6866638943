import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';

import { exampleRun, unsealedRun } from '../../../tests/fixtures/example-run.ts';
import { readRun } from '#core/run-file/read-run.ts';
import { sealRun } from '#core/run-file/seal-run.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import { lmEvalSampleLine } from '#core/report/lm-eval-sample.ts';
import { bibtexNote, methodsParagraph } from './methods-text.ts';
import { openAiRequest, openAiRequestJson } from '#core/report/openai-request.ts';
import { pythonScript } from '#core/report/python-script.ts';
import { crateOfRun } from './crate-of-run.ts';
import {
	CRATE_METADATA_NAME,
	roCrateFiles,
	roCrateMetadata,
	roCrateZip
} from '#core/report/ro-crate.ts';

const run = exampleRun();
/** What this app calls the files of its model. */
const KNOWN = 'Sprout';
const verdict: Verdict = {
	verdict: 'bit-exact',
	evidence: { comparedTokens: 3, engineDiffers: false }
};

function changed(change: (run: Omit<Run, 'id'>) => void): Run {
	const copy = structuredClone(unsealedRun());
	change(copy);
	return sealRun(copy);
}

test('the methods paragraph names everything that decided the text', () => {
	const text = methodsParagraph(run, verdict, 'text', KNOWN);
	for (const part of [
		'is dated 2026-11-22',
		'The model was Sprout, OpenSSF model digest sha256:',
		'precision int8',
		run.model.digest,
		'license Apache-2.0',
		'Glasshouse 0.1.0',
		'onnxruntime-web 1.30.0 on WebAssembly (CPU)',
		'sampler gumbel-philox/1, seed 42: temperature 0.8, top-k 40, top-p 0.95',
		'repetition penalty 1.1',
		'a bias on 1 token',
		'stop at "The end"',
		'The first output token was set by hand.',
		run.id,
		'verified as bit-exact: All 3 tokens and all their logits are the same, bit for bit.'
	]) {
		expect(text).toContain(part);
	}
	expect(methodsParagraph(run, null, 'text', KNOWN)).not.toContain('verified as');
	expect(methodsParagraph(run, null, 'markdown', KNOWN)).toContain(`\`${run.id}\``);
});

test('a model that this app does not know is named by a quotation, and no sign of a verdict is in it', () => {
	const lie = changed((copy) => {
		Object.assign(copy.model, { name: 'GPT-5 (OpenAI) ✓ verified', license: '✅ MIT\u202e' });
		copy.notes.title = '✅ Bit-exact\u202e';
	});
	const crate = crateOfRun(lie, null, null);
	const reports = [
		methodsParagraph(lie, null, 'markdown', null),
		bibtexNote(lie, null),
		crate.title,
		crate.action.name,
		crate.model.name,
		openAiRequestJson(lie, crate.model.name),
		pythonScript(lie, crate.model.name)
	];
	for (const report of reports) expect(report).not.toMatch(/[✓✅\u202e]/u);
	for (const report of [...reports.slice(0, 2), ...reports.slice(4)]) {
		expect(report).toContain('“GPT-5 (OpenAI) verified”');
		expect(report.replaceAll(/“[^”]*”/g, '')).not.toContain('GPT-5');
	}
	expect(reports[0]).toContain('its run file calls it “GPT-5 (OpenAI) verified”');
	const names = roCrateFiles(crate).map(({ name }) => name);
	expect(names.at(-1)).toBe(
		`2026-11-22-model-${lie.model.digest.slice(7, 15)}-${lie.id.slice(7, 15)}.run.json`
	);
});

test('names from a file cannot break out of Markdown code or BibTeX fields', () => {
	const odd = changed((copy) => {
		copy.model.name = 'A}\n, evil = {B\\input{x}';
		copy.model.source = { url: 'https://example.org', revision: '`rev`' };
		copy.notes.title = '100% {sure} & more_';
	});
	expect(methodsParagraph(odd, null, 'markdown', KNOWN)).toContain("`'rev'`");
	const note = bibtexNote(odd, null);
	expect(note).toContain('title = {100\\% sure \\& more\\_}');
	expect(note).toContain('author = {{“A , evil = Binputx” (as its run file calls the model)}}');
	expect(bibtexNote(odd, KNOWN)).toContain('author = {{Sprout (language model)}}');
	expect(note.split('\n')).toHaveLength(9);
});

test('the RO-Crate follows the profile: descriptor, root, action, instrument, files', () => {
	const metadata = roCrateMetadata(crateOfRun(run, verdict, KNOWN)) as {
		'@graph': { '@id': string; '@type': string; [key: string]: unknown }[];
	};
	const byId = new Map(metadata['@graph'].map((entity) => [entity['@id'], entity]));
	expect(byId.size).toBe(metadata['@graph'].length);
	expect(byId.get(CRATE_METADATA_NAME)).toMatchObject({
		about: { '@id': './' },
		conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' }
	});
	const action = metadata['@graph'].find((entity) => entity['@type'] === 'CreateAction');
	expect(byId.get('./')).toMatchObject({
		conformsTo: { '@id': 'https://w3id.org/ro/wfrun/process/0.5' },
		mentions: [{ '@id': action?.['@id'] }]
	});
	expect(action).toMatchObject({ instrument: { '@id': '#app' }, endTime: run.created });
	const referenced = JSON.stringify(metadata).matchAll(/\{"@id":"([^"]+)"\}/g);
	for (const [, id = ''] of referenced) {
		if (!id.startsWith('https://')) expect(byId.has(id), id).toBe(true);
	}
});

test('the crate is a ZIP of the files that it describes, and its run file is readable', () => {
	const files = unzipSync(roCrateZip(crateOfRun(run, null, KNOWN)));
	const names = Object.keys(files);
	expect(names).toEqual([
		CRATE_METADATA_NAME,
		'prompt.json',
		'output.txt',
		names.find((name) => name.endsWith('.run.json'))
	]);
	expect(readRun(files[names[3] ?? ''] ?? '')).toEqual(run);
	expect(roCrateZip(crateOfRun(run, null, KNOWN))).toEqual(
		roCrateZip(crateOfRun(run, null, KNOWN))
	);
});

test('the OpenAI request says what it can, and what it cannot say', () => {
	const body: unknown = JSON.parse(openAiRequestJson(run, KNOWN));
	expect(body).toMatchObject({
		messages: [{ role: 'user', content: 'Tell me a story.' }],
		temperature: 0.8,
		seed: 42,
		top_k: 40,
		repetition_penalty: 1.1,
		stop: ['The end'],
		logit_bias: { '9': -1 }
	});
	const large = changed((copy) => (copy.request.seed = '18446744073709551615'));
	expect(openAiRequest(large, KNOWN).body).not.toHaveProperty('seed');
	expect(openAiRequest(large, KNOWN).caveats.join(' ')).toContain('does not fit');
	expect(openAiRequest(run, KNOWN).caveats.join(' ')).toContain('samplers of their own');
});

test('the sample line is one line of JSON with the fields of the harness', () => {
	const line = lmEvalSampleLine(run, 7);
	expect(line.indexOf('\n')).toBe(line.length - 1);
	expect(JSON.parse(line)).toMatchObject({
		doc_id: 7,
		resps: [['A fox']],
		filtered_resps: ['A fox'],
		arguments: { gen_args_0: { arg_1: { until: ['The end'], max_gen_toks: 50 } } }
	});
});

test('nothing in a run gets into the Python code but as data', () => {
	const odd = changed((copy) => {
		copy.model.name = '"""\nimport os\n"""';
		copy.request.stop_sequences = ['"""', "'''", '\\', '\n', 'The end'];
	});
	const script = pythonScript(odd, odd.model.name);
	expect(script.match(/"""/g)).toHaveLength(
		pythonScript(run, run.model.name).match(/"""/g)?.length ?? 0
	);
	expect(script).not.toMatch(/^import os/m);
	expect(
		pythonScript(
			changed((copy) => (copy.model.format = 'mlc')),
			KNOWN
		)
	).toContain('transformers');
});
