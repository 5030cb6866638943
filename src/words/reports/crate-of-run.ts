/** What goes into the RO-Crate of each kind of run. */
import type { AnyRun } from '#core/run-file/any-run.ts';
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import type { FillMaskRun } from '#core/fill-mask/schema.ts';
import type { Run } from '#core/run-file/schema.ts';
import { eachNumericSetting } from '#core/sampling/settings.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import { fillMethodsParagraph, maskingInWords } from './fill-methods.ts';
import { predictionsText } from './fill-predictions.ts';
import { methodsParagraph, settingsInWords } from './methods-text.ts';
import { placeInWords } from './report-sentences.ts';
import { plural } from '../plural.ts';
import { knownOrQuoted } from '../strangers-words.ts';
import type { Crate } from '#core/report/ro-crate.ts';

function modelInWords({ model }: AnyRun, known: string | null): Crate['model'] {
	return {
		known,
		name: knownOrQuoted(known, model.name),
		description: plural(model.resources.length, [
			'Weights and tokenizer in # file. Precision, license, source and dates are what the run file states.',
			'Weights and tokenizer in # files. Precision, license, source and dates are what the run file states.'
		]),
		place: placeInWords(model.source.url)
	};
}

/**
 * @param verdict of a verification, or null
 * @param known what this app calls the files of the model's digest; null where it does not know them
 */
export function crateOfRun(run: Run, verdict: Verdict | null, known: string | null): Crate {
	const { output, request } = run;
	const model = modelInWords(run, known);
	const prompt =
		request.mode === 'completion'
			? { name: 'prompt.txt', text: request.prompt ?? '' }
			: { name: 'prompt.json', text: `${JSON.stringify(request.messages, null, '\t')}\n` };
	return {
		run,
		title: `Run of ${model.name}`,
		description: methodsParagraph(run, verdict, 'text', known),
		model,
		action: { name: `${model.name} continued a prompt`, description: settingsInWords(run) },
		input: { ...prompt, about: 'The prompt' },
		output: { name: 'output.txt', text: output.text, about: 'The text that was generated' },
		settings: {
			sampler: request.sampler,
			seed: request.seed,
			...eachNumericSetting((name) => request[name]),
			max_tokens: request.max_tokens
		}
	};
}

/** @param verdict, known as of `crateOfRun` */
export function crateOfFill(
	run: FillMaskRun,
	verdict: FillVerdict | null,
	known: string | null
): Crate {
	const { request } = run;
	const model = modelInWords(run, known);
	const sentences = request.sentences.map(({ text }) => `${text}\n`).join('');
	return {
		run,
		title: `Masks filled by ${model.name}`,
		description: fillMethodsParagraph(run, verdict, 'text', known),
		model,
		action: { name: `${model.name} filled masks`, description: maskingInWords(run) },
		input: { name: 'sentences.txt', text: sentences, about: 'The sentences, as they were typed' },
		output: {
			name: 'predictions.md',
			text: `${predictionsText(run, 'markdown')}\n`,
			about: 'What the model expects in the places of the masks'
		},
		settings: { masking: request.masking, mask_token: request.mask_token, top_k: request.top_k }
	};
}
