/**
 * A run as a research object: RO-Crate 1.1 with the Process Run Crate profile 0.5.
 *
 * @see https://w3id.org/ro/crate/1.1
 * @see https://w3id.org/ro/wfrun/process/0.5
 */
import { strToU8, zipSync } from 'fflate';

import type { AnyRun } from '../run-file/any-run.ts';
import { runFileName, serializeRun } from '../run-file/write-run.ts';

export const CRATE_METADATA_NAME = 'ro-crate-metadata.json';

const PROFILE = 'https://w3id.org/ro/wfrun/process/0.5';

interface Entity {
	readonly '@id': string;
	readonly '@type': string | readonly string[];
	readonly [property: string]: unknown;
}

export interface CrateFile {
	readonly name: string;
	readonly text: string;
}

/** What a crate says of a run, whatever its kind. */
export interface Crate {
	readonly run: AnyRun;
	/** Of a run that has none. */
	readonly title: string;
	readonly description: string;
	/** What its files are; where they come from, when that is no address. */
	readonly model: {
		/** What this app calls it; null where it does not know its files. */
		readonly known: string | null;
		/** The same, or a quotation. */
		readonly name: string;
		readonly description: string;
		readonly place: string;
	};
	readonly action: { readonly name: string; readonly description: string };
	/** What was read and what came out, with a name for people. */
	readonly input: CrateFile & { readonly about: string };
	readonly output: CrateFile & { readonly about: string };
	readonly settings: Readonly<Record<string, string | number>>;
}

function recordOf({ run, model }: Crate): CrateFile {
	return { name: runFileName(run, model.known), text: serializeRun(run) };
}

function encodingOf(name: string): string {
	if (name.endsWith('.json')) return 'application/json';
	return name.endsWith('.md') ? 'text/markdown' : 'text/plain';
}

function reference(id: string): { '@id': string } {
	return { '@id': id };
}

function byteLength(text: string): number {
	return new TextEncoder().encode(text).length;
}

function fileEntity({ name, text }: CrateFile, about: string): Entity {
	return {
		'@id': name,
		'@type': 'File',
		name: about,
		encodingFormat: encodingOf(name),
		contentSize: String(byteLength(text))
	};
}

/** The end of the run is when its file was made; it began as long before as it took. */
function startTime(run: AnyRun): string {
	return new Date(Date.parse(run.created) - run.timing.total_ms).toISOString();
}

/** An SPDX expression is an address only when it is a single identifier. */
function licenseReference(license: string | null): object {
	if (license === null) return {};
	const isIdentifier = /^[A-Za-z0-9.+-]+$/.test(license);
	return { license: isIdentifier ? reference(`https://spdx.org/licenses/${license}`) : license };
}

function modelEntity({ run: { model }, model: words }: Crate): Entity {
	const { url, revision } = model.source;
	return {
		'@id': '#model',
		'@type': 'SoftwareApplication',
		name: `${words.name} (${model.quantization})`,
		description: words.description,
		softwareVersion: revision ?? model.digest,
		...(URL.canParse(url) ? { url } : { alternateName: `${words.place}, ${url}` }),
		identifier: model.digest,
		...licenseReference(model.license)
	};
}

function engineEntities({ app, engine }: AnyRun): Entity[] {
	return [
		{
			'@id': '#app',
			'@type': 'SoftwareApplication',
			name: app.name,
			softwareVersion: app.commit === null ? app.version : `${app.version}+${app.commit}`,
			softwareRequirements: [reference('#engine'), reference('#model')]
		},
		{
			'@id': '#engine',
			'@type': 'SoftwareApplication',
			name: engine.name,
			softwareVersion: engine.version,
			description: `build ${engine.build}, ${engine.backend}, ${engine.threads} threads, ${engine.prefill}`
		}
	];
}

function settingEntities(settings: Crate['settings']): Entity[] {
	return Object.entries(settings).map(([name, value]) => ({
		'@id': `#setting-${name}`,
		'@type': 'PropertyValue',
		name,
		value: String(value)
	}));
}

/** The content of `ro-crate-metadata.json`. */
export function roCrateMetadata(crate: Crate): object {
	const { run, input, output } = crate;
	const record = recordOf(crate);
	const settings = settingEntities(crate.settings);
	const files = [input, output, record];
	const action: Entity = {
		'@id': `#${run.id}`,
		'@type': 'CreateAction',
		...crate.action,
		startTime: startTime(run),
		endTime: run.created,
		actionStatus: 'http://schema.org/CompletedActionStatus',
		instrument: reference('#app'),
		object: [
			reference(input.name),
			reference('#model'),
			...settings.map((s) => reference(s['@id']))
		],
		result: [reference(output.name), reference(record.name)]
	};
	const graph: Entity[] = [
		{
			'@id': CRATE_METADATA_NAME,
			'@type': 'CreativeWork',
			conformsTo: reference('https://w3id.org/ro/crate/1.1'),
			about: reference('./')
		},
		{
			'@id': './',
			'@type': 'Dataset',
			name: run.notes.title === '' ? crate.title : run.notes.title,
			description: crate.description,
			datePublished: run.created,
			license: 'Not stated: the publisher of this crate names one.',
			conformsTo: reference(PROFILE),
			hasPart: files.map(({ name }) => reference(name)),
			mentions: [reference(action['@id'])]
		},
		{ '@id': PROFILE, '@type': 'CreativeWork', name: 'Process Run Crate', version: '0.5' },
		action,
		...engineEntities(run),
		modelEntity(crate),
		...settings,
		fileEntity(input, input.about),
		fileEntity(output, output.about),
		{ ...fileEntity(record, 'The run file: the complete record'), identifier: run.id }
	];
	return {
		'@context': [
			'https://w3id.org/ro/crate/1.1/context',
			'https://w3id.org/ro/terms/workflow-run/context'
		],
		'@graph': graph
	};
}

/** Everything that belongs into the crate's folder. */
export function roCrateFiles(crate: Crate): CrateFile[] {
	const metadata = `${JSON.stringify(roCrateMetadata(crate), null, '\t')}\n`;
	const { input, output } = crate;
	return [{ name: CRATE_METADATA_NAME, text: metadata }, input, output, recordOf(crate)];
}

/** The crate as one ZIP file; the same run gives the same bytes. */
export function roCrateZip(crate: Crate): Uint8Array {
	const files = roCrateFiles(crate).map(({ name, text }) => [name, strToU8(text)] as const);
	// ZIP has local times without a zone: one fixed time serves everybody.
	return zipSync(Object.fromEntries(files), { level: 6, mtime: '2000-01-01T00:00:00' });
}
