import { describe, expect, test } from 'vitest';
import { goldenText } from '../../../tests/fixtures/evaluation/read-goldens.ts';
import { itemOfSample } from './sample-items.ts';
import { contradictedHashes, readSample } from './samples-file.ts';

const [LINE = ''] = goldenText('samples_mc_0.jsonl').split('\n');
const fields = () => JSON.parse(LINE) as Record<string, unknown>;

function lineWith(changes: Readonly<Record<string, unknown>>): string {
	return JSON.stringify({ ...fields(), ...changes });
}

describe('refuses, with line and field,', () => {
	test.each([
		['what is no JSON', '{', /^line 7: expected JSON/],
		['what is no object', '[]', /^line 7: expected a JSON object/],
		['a missing document', lineWith({ doc: undefined }), /^line 7: doc: expected this field/],
		['a document’s number that is not whole', lineWith({ doc_id: 1.5 }), /^line 7: doc_id:/],
		['a target that is no text', lineWith({ target: 1 }), /^line 7: target: expected a text/],
		[
			'responses that are too few',
			lineWith({ filtered_resps: [['-1', 'True']] }),
			/^line 7: filtered_resps: expected 6/
		],
		[
			'log-likelihoods that are no numbers',
			lineWith({ filtered_resps: Array.from({ length: 6 }, () => ['much', 'True']) }),
			/^line 7: filtered_resps: expected a log-likelihood/
		],
		[
			'arguments with gaps',
			lineWith({ arguments: { gen_args_0: { arg_1: 'x' } } }),
			/^line 7: arguments: gen_args_0: arg_0: expected this field/
		]
	])('%s', (_what, line, message) => {
		expect(() => readSample(line, 7)).toThrow(message);
	});
});

test('samples of older versions hold lists, numbers and no hashes', () => {
	const {
		arguments: asked,
		filtered_resps: answers,
		...rest
	} = fields() as {
		arguments: Record<string, Record<string, string>>;
		filtered_resps: [string, string][];
	};
	const older = {
		...rest,
		arguments: Object.values(asked).map((each) => Object.values(each)),
		filtered_resps: answers.map(([score, greedy]) => [Number(score), greedy === 'True']),
		...{ doc_hash: undefined, filter: undefined, metrics: undefined }
	};
	const sample = readSample(JSON.stringify(older), 1);
	const now = readSample(LINE, 1);
	expect(sample).toEqual({ ...now, hashes: null, metrics: new Map() });
});

test.each([
	['docHash', lineWith({ doc: { ...(fields()['doc'] as object), gold: 1 } })],
	['targetHash', lineWith({ target: '1' })],
	['promptHash', LINE.replace('"arg_0": "Mia', '"arg_0": "Leo')]
] as const)('an altered file contradicts its %s', (name, line) => {
	// JavaScript writes 0.5 and 1e-07 otherwise than Python, so only that hash is asked about.
	expect(contradictedHashes(readSample(line, 1))).toContain(name);
});

test('a log-likelihood that is no number is read as such, and no metric hides it', () => {
	const answers = Array.from({ length: 6 }, () => ['nan', 'False']);
	const { answered } = itemOfSample(readSample(lineWith({ filtered_resps: answers }), 1), null, 1);
	expect(answered.outputType === 'multiple_choice' && answered.scores[0]?.logLikelihood).toBe(NaN);
});
