import { unzipSync, strFromU8 } from 'fflate';
import { expect, test } from 'vitest';

import { exampleRun, unsealedRun } from '../../../tests/fixtures/example-run.ts';
import { sealRun } from '../run-file/seal-run.ts';
import type { Run } from '../run-file/schema.ts';
import { runFileName, serializeRun } from '../run-file/write-run.ts';
import { roCrateFiles, roCrateMetadata, roCrateZip, type Crate } from './ro-crate.ts';

function crateOf(run: Run): Crate {
	return {
		run,
		title: 'Run of Sprout',
		description: 'How the text was made.',
		model: {
			known: 'Sprout int8',
			name: 'Sprout',
			description: 'Three files.',
			place: 'served with the app'
		},
		action: { name: 'Sprout continued a prompt', description: 'temperature 0.8' },
		input: { name: 'prompt.txt', text: 'Grüße', about: 'The prompt' },
		output: { name: 'predictions.md', text: 'A fox', about: 'The text' },
		settings: { seed: '42', temperature: 0.8 }
	};
}

const run = exampleRun();
const crate = crateOf(run);
const runFile = runFileName(run, 'Sprout int8');

type Entity = Readonly<Record<string, unknown>>;

function entities(of: Crate): Map<unknown, Entity> {
	const { '@graph': graph } = roCrateMetadata(of) as { '@graph': Entity[] };
	return new Map(graph.map((entity) => [entity['@id'], entity]));
}

/** The example with another model, or made by another app. */
function entitiesWith(changes: {
	readonly model?: Partial<Run['model']>;
	readonly commit?: string;
	readonly title?: string;
}): Map<unknown, Entity> {
	const unsealed = unsealedRun();
	const { model = {}, commit = null, title = 'A fox' } = changes;
	return entities(
		crateOf(
			sealRun({
				...unsealed,
				app: { ...unsealed.app, commit },
				model: { ...unsealed.model, ...model },
				notes: { title, text: '' }
			})
		)
	);
}

test('a crate says of a run all that Process Run Crate 0.5 asks for', () => {
	expect(roCrateMetadata(crate)).toEqual({
		'@context': [
			'https://w3id.org/ro/crate/1.1/context',
			'https://w3id.org/ro/terms/workflow-run/context'
		],
		'@graph': [
			{
				'@id': 'ro-crate-metadata.json',
				'@type': 'CreativeWork',
				conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
				about: { '@id': './' }
			},
			{
				'@id': './',
				'@type': 'Dataset',
				name: 'A fox',
				description: 'How the text was made.',
				datePublished: '2026-11-22T08:00:00.000Z',
				license: 'Not stated: the publisher of this crate names one.',
				conformsTo: { '@id': 'https://w3id.org/ro/wfrun/process/0.5' },
				hasPart: [{ '@id': 'prompt.txt' }, { '@id': 'predictions.md' }, { '@id': runFile }],
				mentions: [{ '@id': `#${run.id}` }]
			},
			{
				'@id': 'https://w3id.org/ro/wfrun/process/0.5',
				'@type': 'CreativeWork',
				name: 'Process Run Crate',
				version: '0.5'
			},
			{
				'@id': `#${run.id}`,
				'@type': 'CreateAction',
				name: 'Sprout continued a prompt',
				description: 'temperature 0.8',
				startTime: '2026-11-22T07:59:59.970Z',
				endTime: '2026-11-22T08:00:00.000Z',
				actionStatus: 'http://schema.org/CompletedActionStatus',
				instrument: { '@id': '#app' },
				object: [
					{ '@id': 'prompt.txt' },
					{ '@id': '#model' },
					{ '@id': '#setting-seed' },
					{ '@id': '#setting-temperature' }
				],
				result: [{ '@id': 'predictions.md' }, { '@id': runFile }]
			},
			{
				'@id': '#app',
				'@type': 'SoftwareApplication',
				name: 'Glasshouse',
				softwareVersion: '0.1.0',
				softwareRequirements: [{ '@id': '#engine' }, { '@id': '#model' }]
			},
			{
				'@id': '#engine',
				'@type': 'SoftwareApplication',
				name: 'onnxruntime-web',
				softwareVersion: '1.30.0',
				description: 'build ort-wasm-simd, wasm, 1 threads, token-by-token'
			},
			{
				'@id': '#model',
				'@type': 'SoftwareApplication',
				name: 'Sprout (int8)',
				description: 'Three files.',
				softwareVersion: run.model.digest,
				alternateName: 'served with the app, ./models/sprout/',
				identifier: run.model.digest,
				license: { '@id': 'https://spdx.org/licenses/Apache-2.0' }
			},
			{ '@id': '#setting-seed', '@type': 'PropertyValue', name: 'seed', value: '42' },
			{
				'@id': '#setting-temperature',
				'@type': 'PropertyValue',
				name: 'temperature',
				value: '0.8'
			},
			{
				'@id': 'prompt.txt',
				'@type': 'File',
				name: 'The prompt',
				encodingFormat: 'text/plain',
				contentSize: '7'
			},
			{
				'@id': 'predictions.md',
				'@type': 'File',
				name: 'The text',
				encodingFormat: 'text/markdown',
				contentSize: '5'
			},
			{
				'@id': runFile,
				'@type': 'File',
				name: 'The run file: the complete record',
				encodingFormat: 'application/json',
				contentSize: String(serializeRun(run).length),
				identifier: run.id
			}
		]
	});
});

test('a model from the web has an address and a revision', () => {
	const source = { url: 'https://hub.example/sprout', revision: 'abc' };
	const model = entitiesWith({ model: { source } }).get('#model');
	expect(model).toMatchObject({ url: source.url, softwareVersion: 'abc' });
	expect(model).not.toHaveProperty('alternateName');
});

test('a license is an address when it is one SPDX identifier, and words when it is an expression', () => {
	const licenseOf = (license: string | null) =>
		entitiesWith({ model: { license } }).get('#model')?.['license'];
	expect(licenseOf('GPL-2.0+')).toEqual({ '@id': 'https://spdx.org/licenses/GPL-2.0+' });
	expect(licenseOf('MIT OR Apache-2.0')).toBe('MIT OR Apache-2.0');
	expect(licenseOf('(MIT')).toBe('(MIT');
	expect(licenseOf('MIT)')).toBe('MIT)');
	expect(entitiesWith({ model: { license: null } }).get('#model')).not.toHaveProperty('license');
});

test('an app built from a commit says which', () => {
	expect(entitiesWith({ commit: 'f00' }).get('#app')).toMatchObject({
		softwareVersion: '0.1.0+f00'
	});
});

test('a run without a title of its own has the crate’s', () => {
	expect(entitiesWith({ title: '' }).get('./')).toMatchObject({ name: 'Run of Sprout' });
});

test('the ZIP holds the metadata, what was read, what came out, and the run file', () => {
	const files = roCrateFiles(crate);
	expect(files.slice(1)).toEqual([
		crate.input,
		crate.output,
		{ name: runFile, text: serializeRun(run) }
	]);
	const [metadata] = files;
	expect(metadata?.name).toBe('ro-crate-metadata.json');
	expect(metadata?.text).toBe(`${JSON.stringify(roCrateMetadata(crate), null, '\t')}\n`);
	const zip = roCrateZip(crate);
	const unzipped = Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]);
	expect(unzipped).toEqual(files.map(({ name, text }) => [name, text]));
	expect(zip.length).toBeLessThan(files.reduce((sum, { text }) => sum + text.length, 0));
	// Of the first local file header: MS-DOS time and date of the year 2000, whatever the clock says.
	expect([...zip.subarray(10, 14)]).toEqual([0, 0, 0x21, 0x28]);
});
