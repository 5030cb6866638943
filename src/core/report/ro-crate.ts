/**
 * A run as a research object: RO-Crate 1.1 with the Process Run Crate profile 0.5.
 *
 * @see https://w3id.org/ro/crate/1.1
 * @see https://w3id.org/ro/wfrun/process/0.5
 */
import { strToU8, zipSync } from 'fflate';

import { runFileName, serializeRun } from '../run-file/write-run.ts';
import type { Run } from '../run-file/schema.ts';
import type { Verdict } from '../verification/verdict.ts';
import { methodsParagraph, settingsInWords } from './methods-text.ts';

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

function reference(id: string): { '@id': string } {
	return { '@id': id };
}

function byteLength(text: string): number {
	return new TextEncoder().encode(text).length;
}

/** What a run reads and writes, as files of the crate. */
function dataFiles(run: Run): { prompt: CrateFile; output: CrateFile; record: CrateFile } {
	const { request, output } = run;
	const prompt =
		request.mode === 'completion'
			? { name: 'prompt.txt', text: request.prompt ?? '' }
			: { name: 'prompt.json', text: `${JSON.stringify(request.messages, null, '\t')}\n` };
	return {
		prompt,
		output: { name: 'output.txt', text: output.text },
		record: { name: runFileName(run), text: serializeRun(run) }
	};
}

function fileEntity({ name, text }: CrateFile, about: string): Entity {
	return {
		'@id': name,
		'@type': 'File',
		name: about,
		encodingFormat: name.endsWith('.json') ? 'application/json' : 'text/plain',
		contentSize: String(byteLength(text))
	};
}

/** The end of the run is when its file was made; it began as long before as it took. */
function startTime(run: Run): string {
	return new Date(Date.parse(run.created) - run.timing.total_ms).toISOString();
}

/** An SPDX expression is an address only when it is a single identifier. */
function licenseReference(license: string | null): object {
	if (license === null) return {};
	const isIdentifier = /^[A-Za-z0-9.+-]+$/.test(license);
	return { license: isIdentifier ? reference(`https://spdx.org/licenses/${license}`) : license };
}

function modelEntity({ model }: Run): Entity {
	const { url, revision } = model.source;
	return {
		'@id': '#model',
		'@type': 'SoftwareApplication',
		name: `${model.name} (${model.quantization})`,
		description: `Weights and tokenizer in ${model.format} format, ${model.resources.length} files`,
		softwareVersion: revision ?? model.digest,
		...(URL.canParse(url) ? { url } : { alternateName: `served with the app from ${url}` }),
		identifier: model.digest,
		...licenseReference(model.license)
	};
}

function engineEntities({ app, engine }: Run): Entity[] {
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

function settingEntities({ request }: Run): Entity[] {
	const fields = {
		sampler: request.sampler,
		seed: request.seed,
		temperature: request.temperature,
		top_k: request.top_k,
		top_p: request.top_p,
		min_p: request.min_p,
		repetition_penalty: request.repetition_penalty,
		presence_penalty: request.presence_penalty,
		frequency_penalty: request.frequency_penalty,
		max_tokens: request.max_tokens
	};
	return Object.entries(fields).map(([name, value]) => ({
		'@id': `#setting-${name}`,
		'@type': 'PropertyValue',
		name,
		value: String(value)
	}));
}

/** The content of `ro-crate-metadata.json`. @param verdict of a verification, or null */
export function roCrateMetadata(run: Run, verdict: Verdict | null): object {
	const { prompt, output, record } = dataFiles(run);
	const settings = settingEntities(run);
	const title = run.notes.title === '' ? `Run of ${run.model.name}` : run.notes.title;
	const files = [prompt, output, record];
	const action: Entity = {
		'@id': `#${run.id}`,
		'@type': 'CreateAction',
		name: `${run.model.name} continued a prompt`,
		description: settingsInWords(run),
		startTime: startTime(run),
		endTime: run.created,
		actionStatus: 'http://schema.org/CompletedActionStatus',
		instrument: reference('#app'),
		object: [
			reference(prompt.name),
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
			name: title,
			description: methodsParagraph(run, verdict, 'text'),
			datePublished: run.created,
			license: 'Not stated: whoever publishes this crate names one.',
			conformsTo: reference(PROFILE),
			hasPart: files.map(({ name }) => reference(name)),
			mentions: [reference(action['@id'])]
		},
		{ '@id': PROFILE, '@type': 'CreativeWork', name: 'Process Run Crate', version: '0.5' },
		action,
		...engineEntities(run),
		modelEntity(run),
		...settings,
		fileEntity(prompt, 'The prompt'),
		fileEntity(output, 'The text that was generated'),
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
export function roCrateFiles(run: Run, verdict: Verdict | null): CrateFile[] {
	const metadata = `${JSON.stringify(roCrateMetadata(run, verdict), null, '\t')}\n`;
	return [{ name: CRATE_METADATA_NAME, text: metadata }, ...Object.values(dataFiles(run))];
}

/** The crate as one ZIP file; the same run gives the same bytes. */
export function roCrateZip(run: Run, verdict: Verdict | null): Uint8Array {
	const files = roCrateFiles(run, verdict).map(({ name, text }) => [name, strToU8(text)] as const);
	// ZIP has local times without a zone: one fixed time serves everybody.
	return zipSync(Object.fromEntries(files), { level: 6, mtime: '2000-01-01T00:00:00' });
}
