/** The predictions of a fill-mask run as tables: to read in a paper, and whole, for other programs. */
import { pseudoLikelihood, type PseudoLikelihood } from '#core/fill-mask/pseudo-likelihood.ts';
import type { FillMaskAnswer, FillMaskRun, FillMaskSentence } from '#core/fill-mask/schema.ts';
import { exp } from '#core/sampling/exp-ln.ts';
import { formatDigits, formatNumber } from '../format.ts';
import { plural } from '../plural.ts';
import { MARKS, oneLine, type Mark, type MethodsFormat } from './report-sentences.ts';

type Cell = string | number | null;

export interface Predictions {
	readonly columns: readonly { readonly label: string }[];
	readonly rows: readonly (readonly Cell[])[];
}

/** What a reader wants to see of each mask; the file has them all. */
const SHOWN = 10;

/** Every number of every answer, a row each. Sentences and positions count from 1, as in pictures. */
export function predictionTable({ request, output }: FillMaskRun): Predictions {
	const labels = ['Sentence', 'Position', 'Hidden', 'Rank', 'Token id', 'Token'];
	const rows = output.sentences.flatMap(({ answers }, sentence) =>
		answers.flatMap(({ position, original, alternatives }) => {
			const hiddenId = request.sentences[sentence]?.token_ids[position] ?? null;
			const isListed = original !== null && alternatives.some(({ id }) => id === hiddenId);
			const likeliest = alternatives.map((each, i) => ({ ...each, rank: i + 1 }));
			const all =
				original === null || isListed ? likeliest : [...likeliest, { ...original, id: hiddenId }];
			return all.map(({ rank, id, text, logprob }): Cell[] => [
				sentence + 1,
				position + 1,
				original?.text ?? null,
				rank,
				id,
				text,
				exp(logprob),
				logprob
			]);
		})
	);
	const columns = [...labels, 'Probability', 'Logprob (nats)'].map((label) => ({ label }));
	return { columns, rows };
}

function short(value: number): string {
	return formatDigits(value, 4);
}

/** Tokens begin with blanks, which only quotation marks show. */
function quoted(text: string): string {
	return JSON.stringify(text);
}

/** Two blanks between columns that are as wide as their longest cell. */
function inColumns(lines: readonly (readonly string[])[]): string {
	const widths = lines[0]?.map((_, column) =>
		lines.reduce((most, cells) => Math.max(most, cells[column]?.length ?? 0), 0)
	);
	return lines
		.map((cells) => cells.map((cell, i) => cell.padEnd(widths?.[i] ?? 0)).join('  '))
		.map((line) => line.trimEnd())
		.join('\n');
}

function layOut(head: readonly string[], rows: readonly string[][], format: MethodsFormat): string {
	if (format === 'text') return inColumns([head, ...rows]);
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function maskSentence({ position, original, entropy }: FillMaskAnswer, code: Mark): string {
	const [at, unsure] = [formatNumber(position + 1), formatDigits(entropy, 4)];
	if (original === null) return `Token ${at}: a mask; entropy ${unsure} nats.`;
	const [probability, logprob] = [exp(original.logprob), original.logprob].map(short);
	return `Token ${at}: ${code(quoted(original.text))} hidden, which comes at rank ${formatNumber(original.rank)} with probability ${probability ?? ''} (${logprob ?? ''} nats); entropy ${unsure} nats.`;
}

function maskText(answer: FillMaskAnswer, format: MethodsFormat): string {
	const code = MARKS[format];
	const rows = answer.alternatives
		.slice(0, SHOWN)
		.map(({ text, logprob }, i) => [
			String(i + 1),
			code(quoted(text)),
			short(exp(logprob)),
			short(logprob)
		]);
	const head = ['Rank', 'Token', 'Probability', 'Logprob (nats)'];
	return `${maskSentence(answer, code)}\n\n${layOut(head, rows, format)}`;
}

function scoreSentence({ logLikelihood, tokens, perplexity }: PseudoLikelihood): string {
	const over = plural(tokens, ['# token', '# tokens']);
	return `Pseudo-log-likelihood ${short(logLikelihood)} nats over ${over}, pseudo-perplexity ${short(perplexity)}.`;
}

function scoreText(answers: readonly FillMaskAnswer[], format: MethodsFormat): string {
	const code = MARKS[format];
	const score = pseudoLikelihood(answers);
	const sum = score === null ? '' : `${scoreSentence(score)}\n\n`;
	const rows = answers.map(({ original, alternatives: [best] }) => [
		code(quoted(original?.text ?? '')),
		short(exp(original?.logprob ?? -Infinity)),
		short(original?.logprob ?? -Infinity),
		String(original?.rank ?? ''),
		code(quoted(best?.text ?? ''))
	]);
	const head = ['Token', 'Probability', 'Logprob (nats)', 'Rank', 'Likeliest instead'];
	return sum + layOut(head, rows, format);
}

function sentenceText(
	{ text }: FillMaskSentence,
	answers: readonly FillMaskAnswer[],
	isScored: boolean,
	format: MethodsFormat
): string {
	const blocks = isScored
		? [scoreText(answers, format)]
		: answers.map((answer) => maskText(answer, format));
	const sentence = MARKS[format](oneLine(text));
	return [`Sentence: ${sentence}`, ...blocks].join('\n\n');
}

/**
 * The sentences, each with a table for every mask: the 10 likeliest tokens, and how the hidden one
 * fared. A sentence that was scored has one table, a row for each of its tokens.
 *
 * @param format tables of Markdown, or columns padded with blanks
 */
export function predictionsText({ request, output }: FillMaskRun, format: MethodsFormat): string {
	const isScored = request.masking === 'one-by-one';
	return request.sentences
		.map((sentence, i) => {
			const { answers = [] } = output.sentences[i] ?? {};
			return sentenceText(sentence, answers, isScored, format);
		})
		.join('\n\n');
}
