/** What reports of every kind of run say alike: model, engine, record, verdict. */
import type { AnyRun } from '../run-file/any-run.ts';
import { LOCAL_FOLDER } from '../run-file/local-folder.ts';

export type MethodsFormat = 'text' | 'markdown';

export type Mark = (text: string) => string;

export const MARKS: Readonly<Record<MethodsFormat, Mark>> = {
	text: (text) => text,
	markdown: (text) => `\`${text.replaceAll('`', "'")}\``
};

/** A text that a file gives, on one line. */
export function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}

/** Where a model without an address comes from. */
export function placeInWords(url: string): string {
	return url === LOCAL_FOLDER ? 'from a folder on the device' : 'served with the app';
}

export function modelSentence({ model }: Pick<AnyRun, 'model'>, code: Mark): string {
	const revision =
		model.source.revision === null ? '' : ` at revision ${code(model.source.revision)}`;
	const { url } = model.source;
	const from = URL.canParse(url) ? `from ${oneLine(url)}` : placeInWords(url);
	const license = model.license === null ? 'license not stated' : `license ${model.license}`;
	return (
		`The model was ${oneLine(model.name)} in precision ${oneLine(model.quantization)} ` +
		`(${model.format.toUpperCase()}, ${from}${revision}; ${license}; ` +
		`OpenSSF model digest ${code(model.digest)}).`
	);
}

export function engineSentence({ app, engine }: Pick<AnyRun, 'app' | 'engine'>): string {
	const commit = app.commit === null ? '' : `, commit ${app.commit.slice(0, 12)}`;
	const adapter =
		engine.adapter === null
			? ''
			: ` on a ${oneLine(`${engine.adapter.vendor} ${engine.adapter.architecture}`)} adapter`;
	const backend = engine.backend === 'wasm' ? 'WebAssembly (CPU)' : 'WebGPU';
	return (
		`It ran in the browser with ${oneLine(app.name)} ${oneLine(app.version)}${commit} and ` +
		`${oneLine(engine.name)} ${oneLine(engine.version)} on ${backend}${adapter}.`
	);
}

/** @param what can be verified: `text`, `numbers` */
export function recordSentence({ id }: Pick<AnyRun, 'id'>, what: string, code: Mark): string {
	return `The complete record, from which the ${what} can be verified, is the run file ${code(id)}.`;
}

/** @param sentence the verdict's own; empty when there was no verification */
export function verifiedSentence(verdict: string, sentence: string): string {
	return ` It was verified as ${verdict}: ${sentence.replace(/\.$/, '')}.`;
}

/** Braces and backslashes mean something to BibTeX. */
function bibtexText(text: string): string {
	return oneLine(text)
		.replaceAll(/[\\{}]/g, '')
		.replaceAll(/[&%$#_]/g, '\\$&');
}

/** The first 8 hex digits of a run's id. */
export function shortId({ id }: Pick<AnyRun, 'id'>): string {
	return id.slice('sha256:'.length, 'sha256:'.length + 8);
}

/**
 * A `@misc` entry that names run, model and digests.
 *
 * @param otherwise the title of a run that has none
 * @param settings in words
 */
export function bibtexEntry(run: AnyRun, otherwise: string, settings: string): string {
	const { model, notes } = run;
	const fields = [
		['title', bibtexText(notes.title === '' ? otherwise : notes.title)],
		['author', `{${bibtexText(model.name)} (language model)}`],
		['year', run.created.slice(0, 4)],
		['month', run.created.slice(5, 7)],
		['howpublished', `Glasshouse run file, \\texttt{${bibtexText(run.id)}}`],
		[
			'note',
			bibtexText(`precision ${model.quantization}, model digest ${model.digest}, ${settings}`)
		]
	];
	const lines = fields.map(([name, value]) => `  ${name ?? ''} = {${value ?? ''}},`);
	return `@misc{glasshouse-${shortId(run)},\n${lines.join('\n')}\n}\n`;
}
