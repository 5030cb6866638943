/** What reports of every kind of run say alike: model, engine, record, verdict. */
import type { AnyRun } from '#core/run-file/any-run.ts';
import { LOCAL_FOLDER } from '#core/run-file/local-folder.ts';

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

/** Where a model comes from. */
export function placeInWords(url: string): string {
	if (URL.canParse(url)) return `from ${oneLine(url)}`;
	return url === LOCAL_FOLDER ? 'from a folder on the device' : 'served with the app';
}

export function modelSentence({ model }: Pick<AnyRun, 'model'>, code: Mark): string {
	const { url, revision } = model.source;
	const facts = [
		model.format.toUpperCase(),
		placeInWords(url),
		revision === null ? '' : `revision ${code(revision)}`,
		model.license === null ? 'license not stated' : `license ${model.license}`,
		`OpenSSF model digest ${code(model.digest)}`
	].filter((fact) => fact !== '');
	const [name, precision] = [oneLine(model.name), oneLine(model.quantization)];
	return `The model was ${name} in precision ${precision} (${facts.join('; ')}).`;
}

export function engineSentence({ app, engine }: Pick<AnyRun, 'app' | 'engine'>): string {
	const version = oneLine(`${app.name} ${app.version}`);
	const appName = app.commit === null ? version : `${version}, commit ${app.commit.slice(0, 12)},`;
	const engineName = oneLine(`${engine.name} ${engine.version}`);
	const backend = engine.backend === 'wasm' ? 'WebAssembly (CPU)' : 'WebGPU';
	if (engine.adapter === null) {
		return `It ran in the browser with ${appName} and ${engineName} on ${backend}.`;
	}
	const adapter = oneLine(`${engine.adapter.vendor} ${engine.adapter.architecture}`);
	return `It ran in the browser with ${appName} and ${engineName} on ${backend}, on a ${adapter} adapter.`;
}

/** @param sentence the verdict's own */
export function verifiedSentence(verdict: string, sentence: string): string {
	return `It was verified as ${verdict}: ${sentence}`;
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
		['author', `{${bibtexText(`${model.name} (language model)`)}}`],
		['year', run.created.slice(0, 4)],
		['month', run.created.slice(5, 7)],
		['howpublished', `${bibtexText('Glasshouse run file')}, \\texttt{${bibtexText(run.id)}}`],
		[
			'note',
			bibtexText(`precision ${model.quantization}, model digest ${model.digest}, ${settings}`)
		]
	];
	const lines = fields.map(([name, value]) => `  ${name ?? ''} = {${value ?? ''}},`);
	return `@misc{glasshouse-${shortId(run)},\n${lines.join('\n')}\n}\n`;
}
