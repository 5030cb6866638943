/** What a paper has to say about a run: model, engine, settings, seed, date, verdict. */
import type { Run } from '../run-file/schema.ts';
import { verdictText } from '../verification/verdict-text.ts';
import type { Verdict } from '../verification/verdict.ts';

export type MethodsFormat = 'text' | 'markdown';

type Mark = (text: string) => string;

const MARKS: Readonly<Record<MethodsFormat, Mark>> = {
	text: (text) => text,
	markdown: (text) => `\`${text.replaceAll('`', "'")}\``
};

/** A name that a file gives, on one line. */
function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}

function modelSentence({ model }: Run, code: Mark): string {
	const revision =
		model.source.revision === null ? '' : ` at revision ${code(model.source.revision)}`;
	const { url } = model.source;
	const from = URL.canParse(url) ? `from ${oneLine(url)}` : 'served with the app';
	const license = model.license === null ? 'license not stated' : `license ${model.license}`;
	return (
		`The model was ${oneLine(model.name)} in precision ${oneLine(model.quantization)} ` +
		`(${model.format.toUpperCase()}, ${from}${revision}; ${license}; ` +
		`OpenSSF model digest ${code(model.digest)}).`
	);
}

function engineSentence({ app, engine }: Run): string {
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

/** Settings that are on, in the order in which the sampler applies them. */
export function settingsInWords({ request }: Run): string {
	const words = [`temperature ${request.temperature}`];
	if (request.temperature > 0) {
		words.push(request.top_k === 0 ? 'no top-k' : `top-k ${request.top_k}`);
		words.push(request.top_p === 1 ? 'no top-p' : `top-p ${request.top_p}`);
		if (request.min_p > 0) words.push(`min-p ${request.min_p}`);
	}
	if (request.repetition_penalty !== 1) {
		words.push(`repetition penalty ${request.repetition_penalty}`);
	}
	if (request.presence_penalty !== 0) words.push(`presence penalty ${request.presence_penalty}`);
	if (request.frequency_penalty !== 0) words.push(`frequency penalty ${request.frequency_penalty}`);
	const biases = Object.keys(request.logit_bias).length;
	if (biases > 0) words.push(`a bias on ${biases} ${biases === 1 ? 'token' : 'tokens'}`);
	words.push(`at most ${request.max_tokens} tokens`);
	const stops = request.stop_sequences.map((stop) => JSON.stringify(stop)).join(', ');
	if (stops !== '') words.push(`stop at ${stops}`);
	return words.join(', ');
}

const ENDS: Readonly<Record<Run['output']['finish_reason'], string>> = {
	stop: 'which the model ended itself',
	length: 'which is the limit that was set',
	cancelled: 'when it was stopped by hand'
};

function samplingSentence(run: Run): string {
	const { request, output, usage } = run;
	const forced = request.forced_token_ids.length;
	const branch = forced === 0 ? '' : ` The first ${forced} output tokens were set by hand.`;
	const prompt = request.mode === 'chat' ? 'The chat prompt' : 'The text prompt';
	const end =
		output.stop_sequence === null
			? ENDS[output.finish_reason]
			: `ended by the stop sequence ${JSON.stringify(output.stop_sequence)}`;
	return (
		`${prompt} of ${usage.input_tokens} tokens was continued with the sampler ${request.sampler}, ` +
		`seed ${request.seed}: ${settingsInWords(run)}. The output has ${usage.output_tokens} tokens, ${end}.${branch}`
	);
}

/**
 * A paragraph for the methods section.
 *
 * @param verdict of a verification on the author's machine; null when there was none
 */
export function methodsParagraph(run: Run, verdict: Verdict | null, format: MethodsFormat): string {
	const code = MARKS[format];
	const verified =
		verdict === null
			? ''
			: ` It was verified as ${verdict.verdict}: ${verdictText(verdict).replace(/\.$/, '')}.`;
	return (
		`The text was generated on ${run.created.slice(0, 10)}. ${modelSentence(run, code)} ` +
		`${engineSentence(run)} ${samplingSentence(run)} ` +
		`The complete record, from which the text can be verified, is the run file ${code(run.id)}.${verified}`
	);
}

/** Braces and backslashes mean something to BibTeX. */
function bibtexText(text: string): string {
	return oneLine(text)
		.replaceAll(/[\\{}]/g, '')
		.replaceAll(/[&%$#_]/g, '\\$&');
}

/** A `@misc` entry that names run, model and digests. */
export function bibtexNote(run: Run): string {
	const shortId = run.id.slice('sha256:'.length, 'sha256:'.length + 8);
	const { model, request } = run;
	const title = run.notes.title === '' ? `Generated text, run ${shortId}` : run.notes.title;
	const fields = [
		['title', bibtexText(title)],
		['author', `{${bibtexText(model.name)} (language model)}`],
		['year', run.created.slice(0, 4)],
		['month', run.created.slice(5, 7)],
		['howpublished', `Glasshouse run file, \\texttt{${bibtexText(run.id)}}`],
		[
			'note',
			bibtexText(
				`precision ${model.quantization}, model digest ${model.digest}, ` +
					`sampler ${request.sampler}, seed ${request.seed}, ${settingsInWords(run)}`
			)
		]
	];
	const lines = fields.map(([name, value]) => `  ${name ?? ''} = {${value ?? ''}},`);
	return `@misc{glasshouse-${shortId},\n${lines.join('\n')}\n}\n`;
}
