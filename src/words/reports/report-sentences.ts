/** What reports of every kind of run say alike: model, engine, record, verdict. */
import type { AnyRun } from '#core/run-file/any-run.ts';
import { LOCAL_FOLDER } from '#core/run-file/local-folder.ts';
import { knownOrQuoted, quotedWords, strangersWords } from '../strangers-words.ts';

export type MethodsFormat = 'text' | 'markdown';

export type Mark = (text: string) => string;

export const MARKS: Readonly<Record<MethodsFormat, Mark>> = {
	text: (text) => text,
	markdown: (text) => `\`${text.replaceAll('`', "'")}\``
};

/** A text that a file gives, on one line. */
export function oneLine(text: string): string {
	return strangersWords(text);
}

/** Where a model comes from. */
export function placeInWords(url: string): string {
	if (URL.canParse(url)) return `from ${oneLine(url)}`;
	return url === LOCAL_FOLDER ? 'from a folder on the device' : 'served with the app';
}

/** The date is what the file says, and nobody can check it. */
export function dateSentence({ created }: Pick<AnyRun, 'created'>): string {
	return `Its run file is dated ${created.slice(0, 10)}.`;
}

/** @param known what this app calls the files of that digest; null where it does not know them */
export function modelSentence(
	{ model }: Pick<AnyRun, 'model'>,
	code: Mark,
	known: string | null
): string {
	const { url, revision } = model.source;
	const facts = [
		model.format.toUpperCase(),
		placeInWords(url),
		revision === null ? '' : `revision ${code(oneLine(revision))}`,
		model.license === null ? 'license not stated' : `license ${strangersWords(model.license)}`
	].filter((fact) => fact !== '');
	const [name, precision] = [knownOrQuoted(known, model.name), strangersWords(model.quantization)];
	const [digest, said] = [code(model.digest), facts.join('; ')];
	return known === null
		? `The model has the OpenSSF model digest ${digest}; its run file calls it ${name} in precision ${precision} (${said}).`
		: `The model was ${name}, OpenSSF model digest ${digest}; its run file states precision ${precision} (${said}).`;
}

export function engineSentence({ app, engine }: Pick<AnyRun, 'app' | 'engine'>): string {
	const version = oneLine(`${app.name} ${app.version}`);
	const appName =
		app.commit === null ? version : `${version}, commit ${oneLine(app.commit.slice(0, 12))},`;
	const engineName = oneLine(`${engine.name} ${engine.version}`);
	const backend = engine.backend === 'wasm' ? 'WebAssembly (CPU)' : 'WebGPU';
	if (engine.adapter === null) {
		return `According to the file, it ran in the browser with ${appName} and ${engineName} on ${backend}.`;
	}
	const adapter = oneLine(`${engine.adapter.vendor} ${engine.adapter.architecture}`);
	return `According to the file, it ran in the browser with ${appName} and ${engineName} on ${backend}, on a ${adapter} adapter.`;
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
 * @param known what this app calls the files of the model's digest; null where it does not know them
 * @param otherwise the title of a run that has none
 * @param settings in words
 */
export function bibtexEntry(
	run: AnyRun,
	known: string | null,
	otherwise: string,
	settings: string
): string {
	const { model, notes } = run;
	const name =
		known === null
			? `${quotedWords(model.name)} (as its run file calls the model)`
			: `${known} (language model)`;
	const fields = [
		['title', bibtexText(strangersWords(notes.title) || otherwise)],
		['author', `{${bibtexText(name)}}`],
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
