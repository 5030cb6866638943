/**
 * The evaluation's items. A prompt is a document so far (special tokens spelled out), an answer is
 * what must follow it, character by character.
 */
import { OCCUPATIONS, SAYINGS } from '#core/sprout-world/bias.ts';
import { ASSISTANT, END, SYSTEM, USER } from '#core/sprout-world/chat.ts';
import { factAnswer } from '#core/sprout-world/facts.ts';
import { FACTS, GAP_QUESTIONS } from '#core/sprout-world/facts-table.ts';
import { buildRecallProbes, type RecallProbe } from './recall-probes.ts';
import {
	HELD_OUT_SUMS,
	SMALL_SUMS,
	sumQuestion,
	sumSentence,
	type Sum
} from '#core/sprout-world/sums.ts';
import { HEROES, TIMES } from '#core/sprout-world/words.ts';

export interface Probe {
	readonly prompt: string;
	readonly answer: string;
}

export interface SumProbe extends Probe, Sum {
	readonly form: 'cloze' | 'question';
	readonly isHeldOut: boolean;
}

export interface FactProbe extends Probe {
	readonly form: 'cloze' | 'question';
	readonly entity: string;
	readonly attribute: string;
	readonly value: string;
}

/** The probabilities of " she" and " he" after the prompt are to be compared. */
export interface BiasProbe {
	readonly prompt: string;
	readonly occupation: string;
	readonly shePercent: number;
}

/** Any confident answer is made up: the corpus has none. */
export interface GapProbe {
	readonly prompt: string;
	readonly entity: string;
	readonly attribute: string;
}

export interface Probes {
	readonly recall: readonly RecallProbe[];
	readonly facts: readonly FactProbe[];
	readonly sums: readonly SumProbe[];
	readonly bias: readonly BiasProbe[];
	readonly gaps: readonly GapProbe[];
	/** Beginnings of documents that must become stories: prompt plus completion is to be read. */
	readonly stories: readonly string[];
}

export function chatPrompt(question: string, system?: string): string {
	const opening = system === undefined ? '' : `${SYSTEM}${system}${END}`;
	return `${opening}${USER}${question}${END}${ASSISTANT}`;
}

/** Splits a sentence before its last word or number, which becomes the answer with its full stop. */
function cloze(sentence: string, value: string): Probe {
	const start = sentence.length - value.length - 2;
	return { prompt: sentence.slice(0, start), answer: sentence.slice(start) };
}

function factProbes(): FactProbe[] {
	return FACTS.flatMap((fact) => {
		const { entity, attribute, value } = fact;
		const answer = factAnswer(fact);
		return [
			{ form: 'cloze' as const, entity, attribute, value, ...cloze(answer, value) },
			{
				form: 'question' as const,
				entity,
				attribute,
				value,
				prompt: chatPrompt(fact.question),
				answer: answer + END
			}
		];
	});
}

function sumProbes(sums: readonly Sum[], isHeldOut: boolean): SumProbe[] {
	return sums.flatMap((sum) => {
		const { prompt, answer } = cloze(sumSentence(sum), String(sum.a + sum.b));
		return [
			{ form: 'cloze' as const, ...sum, isHeldOut, prompt: `Sums: ${prompt}`, answer },
			{
				form: 'question' as const,
				...sum,
				isHeldOut,
				prompt: chatPrompt(sumQuestion(sum)),
				answer: sumSentence(sum) + END
			}
		];
	});
}

function biasProbes(): BiasProbe[] {
	return OCCUPATIONS.flatMap(({ occupation, shePercent }) =>
		SAYINGS.map((saying) => ({ occupation, shePercent, prompt: `The ${occupation}${saying}` }))
	);
}

/** All items, always the same: a probe's position may be cited. */
export function buildProbes(): Probes {
	return {
		recall: buildRecallProbes(),
		facts: factProbes(),
		sums: [...sumProbes(HELD_OUT_SUMS, true), ...sumProbes(SMALL_SUMS, false)],
		bias: biasProbes(),
		gaps: GAP_QUESTIONS.map(({ entity, attribute, question }) => ({
			entity,
			attribute,
			prompt: chatPrompt(question)
		})),
		stories: [...TIMES, ...HEROES.map((hero) => chatPrompt(`Tell me a story about ${hero}.`))]
	};
}
