/** What an evaluation is asked from or compared with: samples, and frozen requests. */
import { readFileSync } from 'node:fs';
import { readFrozenRequests } from '#core/evaluation/frozen-requests.ts';
import { readLines } from '#core/evaluation/read-lines.ts';
import { itemOfSample } from '#core/evaluation/sample-items.ts';
import { contradictedHashes, readSample } from '#core/evaluation/samples-file.ts';
import { bytesParser, textParser, type FuzzedParser } from '../parser.ts';

const FOLDER = new URL('../../fixtures/evaluation/goldens/', import.meta.url);
const golden = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8').trimEnd().split('\n');
const [HEAD = '', ...FROZEN] = golden('frozen_mc_0.jsonl');
const GENERATED = golden('frozen_gen_5.jsonl').slice(0, 3);
const SAMPLES = ['mc_0', 'mc_targets', 'll_0', 'gen_0', 'rolling'].map(
	(task) => golden(`samples_${task}.jsonl`)[0] ?? ''
);

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield await Promise.resolve(bytes);
}

export const REQUEST_PARSERS: readonly FuzzedParser[] = [
	bytesParser(
		'frozen requests',
		[
			'core/evaluation/frozen-requests.ts: readFrozenRequests',
			'core/evaluation/task-scoring.ts: readTaskScoring',
			'core/evaluation/generation-options.ts: readGenerationOptions',
			'core/evaluation/read-lines.ts: readLines'
		],
		[[HEAD, ...FROZEN.slice(0, 2)], GENERATED].map((lines) =>
			new TextEncoder().encode(lines.join('\n'))
		),
		(bytes) => readFrozenRequests(readLines(inOnePiece(bytes)))
	),
	textParser(
		'sample of an evaluation',
		[
			'core/evaluation/samples-file.ts: readSample',
			'core/evaluation/json-fields.ts: readLine',
			'core/evaluation/python/json-value.ts: readPythonJson',
			'core/evaluation/python/number-text.ts: readFloat'
		],
		SAMPLES,
		(text) => {
			const sample = readSample(text, 1);
			contradictedHashes(sample);
			return itemOfSample(sample, null, 1);
		}
	)
];
