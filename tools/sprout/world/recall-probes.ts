import { ASSISTANT, END, SYSTEM, USER } from '#core/sprout-world/chat.ts';
import { Writer } from '#core/sprout-world/generate.ts';
import {
	MAIN_STOCK,
	pairQuestion,
	pairSentence,
	type Pair,
	type PairForm
} from '#core/sprout-world/recall.ts';
import { COLOURS, NAMES, OBJECTS } from '#core/sprout-world/words.ts';

/** Key of the probes' draws: no stream has it. */
const PROBES_KEY = 5;
const PROBES_PER_FORM = 300;
const FEWEST_PAIRS = 2;
const MOST_PAIRS = 6;

/** Recall from pairs of which each name-object and each object-colour is held out of training. */
export interface RecallProbe {
	/** `system` and `user` are questions, by where the pairs are told. */
	readonly form: 'cloze' | 'system' | 'user';
	/** How the pairs are told. */
	readonly told: PairForm;
	readonly prompt: string;
	readonly answer: string;
	/** The colour asked for. */
	readonly value: string;
	/** The context's colours in their order, all different: guessing among them is right 1 time in n. */
	readonly colours: readonly string[];
	/** The position of the pair asked for. */
	readonly asked: number;
}

function drawFrom<Item>(writer: Writer, items: readonly Item[]): Item | undefined {
	if (items.length === 0) return undefined;
	return items[writer.choose({ length: items.length, at: () => '' })];
}

const positions = (list: readonly string[]) => list.map((_, index) => index);

/** One more pair with everything held out, or undefined when the drawn name has no such pair left. */
function drawHeldOutPair(writer: Writer, pairs: readonly Pair[]): Pair | undefined {
	const isNewColour = (colour: number) => pairs.every((pair) => pair.colour !== colour);
	const coloursOf = (object: number) =>
		positions(COLOURS).filter(
			(colour) => MAIN_STOCK.isObjectColourHeldOut(object, colour) && isNewColour(colour)
		);
	const name = drawFrom(
		writer,
		positions(NAMES).filter((index) => pairs.every((pair) => pair.name !== index))
	) as number;
	const object = drawFrom(
		writer,
		positions(OBJECTS).filter(
			(index) =>
				MAIN_STOCK.isNameObjectHeldOut(name, index) &&
				pairs.every((pair) => pair.object !== index) &&
				coloursOf(index).length > 0
		)
	);
	if (object === undefined) return undefined;
	return { name, object, colour: drawFrom(writer, coloursOf(object)) as number };
}

function drawPairs(writer: Writer, count: number): Pair[] {
	const pairs: Pair[] = [];
	while (pairs.length < count) {
		const pair = drawHeldOutPair(writer, pairs);
		if (pair !== undefined) pairs.push(pair);
	}
	return pairs;
}

function buildProbe(form: RecallProbe['form'], index: number): RecallProbe {
	const writer = new Writer(PROBES_KEY, index);
	const told: PairForm = index % 2 === 0 ? 'has' : 'is';
	const count = FEWEST_PAIRS + (Math.floor(index / 2) % (MOST_PAIRS - FEWEST_PAIRS + 1));
	const pairs = drawPairs(writer, count);
	const asked = writer.choose({ length: count, at: () => '' });
	const pair = pairs[asked] as Pair;
	const context = pairs.map((each) => pairSentence(MAIN_STOCK, each, told)).join(' ');
	const { question, answer } = pairQuestion(MAIN_STOCK, pair, 'colour');
	const value = COLOURS[pair.colour] as string;
	const shared = {
		form,
		told,
		value,
		colours: pairs.map((each) => COLOURS[each.colour] as string),
		asked
	};
	switch (form) {
		case 'cloze': {
			const start = answer.length - value.length - 2;
			return {
				...shared,
				prompt: `${context} ${answer.slice(0, start)}`,
				answer: answer.slice(start)
			};
		}
		case 'system':
			return {
				...shared,
				prompt: `${SYSTEM}${context}${END}${USER}${question}${END}${ASSISTANT}`,
				answer: answer + END
			};
		case 'user':
			return {
				...shared,
				prompt: `${USER}${context} ${question}${END}${ASSISTANT}`,
				answer: answer + END
			};
	}
}

export function buildRecallProbes(): RecallProbe[] {
	return (['cloze', 'system', 'user'] as const).flatMap((form, formNumber) =>
		Array.from({ length: PROBES_PER_FORM }, (_, index) =>
			buildProbe(form, formNumber * PROBES_PER_FORM + index)
		)
	);
}
