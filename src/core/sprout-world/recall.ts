import { mergeIndices, repeat, sayOneExcept, type Chooser } from './chooser.ts';
import { END, sayTurn, SYSTEM, USER } from './chat.ts';
import { isNameObjectHeldOut, isObjectColourHeldOut } from './holdout.ts';
import { COLOURS, NAMES, OBJECTS } from './words.ts';

/** Who has which thing in which colour: positions in the lists of a `Stock`. */
export interface Pair {
	readonly name: number;
	readonly object: number;
	readonly colour: number;
}

/** The words a recall document draws from, and which of their pairs are kept out of training. */
export interface Stock {
	readonly names: readonly string[];
	readonly objects: readonly string[];
	readonly colours: readonly string[];
	readonly isNameObjectHeldOut: (name: number, object: number) => boolean;
	readonly isObjectColourHeldOut: (object: number, colour: number) => boolean;
}

export const MAIN_STOCK: Stock = {
	names: NAMES,
	objects: OBJECTS,
	colours: COLOURS,
	isNameObjectHeldOut,
	isObjectColourHeldOut
};

/** How a pair is told: "Mia has a red kite." or "Mia's kite is red." */
export type PairForm = 'has' | 'is';
const FORMS: readonly PairForm[] = ['has', 'is'];

export function pairSentence(stock: Stock, pair: Pair, form: PairForm): string {
	const name = stock.names[pair.name] as string;
	const object = stock.objects[pair.object] as string;
	const colour = stock.colours[pair.colour] as string;
	return form === 'has'
		? `${name} has a ${colour} ${object}.`
		: `${name}'s ${object} is ${colour}.`;
}

/** What each entry of a stock's lists must not stand with, as ascending indices. */
interface HeldOut {
	readonly objectsOfName: readonly (readonly number[])[];
	readonly coloursOfObject: readonly (readonly number[])[];
	readonly objectsOfColour: readonly (readonly number[])[];
}

function listHeldOut(
	firsts: readonly string[],
	seconds: readonly string[],
	isHeldOut: (first: number, second: number) => boolean
): number[][] {
	return firsts.map((_, first) =>
		seconds.flatMap((_second, second) => (isHeldOut(first, second) ? [second] : []))
	);
}

const heldOutOf = new WeakMap<Stock, HeldOut>();

/** Worked out once a stock. */
function findHeldOut(stock: Stock): HeldOut {
	const known = heldOutOf.get(stock);
	if (known !== undefined) return known;
	const { names, objects, colours, isNameObjectHeldOut, isObjectColourHeldOut } = stock;
	const found = {
		objectsOfName: listHeldOut(names, objects, isNameObjectHeldOut),
		coloursOfObject: listHeldOut(objects, colours, isObjectColourHeldOut),
		objectsOfColour: listHeldOut(colours, objects, (colour, object) =>
			isObjectColourHeldOut(object, colour)
		)
	};
	heldOutOf.set(stock, found);
	return found;
}

/**
 * Says a new pair: names and objects are new in this document, colours may come again (so that
 * nothing has to be ruled out to predict one).
 */
function sayNewPair(chooser: Chooser, stock: Stock, pairs: Pair[], form: PairForm): void {
	const heldOut = findHeldOut(stock);
	const usedNames = mergeIndices(pairs.map((pair) => pair.name));
	const name = sayOneExcept(chooser, stock.names, usedNames);
	const notTheirs = heldOut.objectsOfName[name] as readonly number[];
	const usedObjects = pairs.map((pair) => pair.object);
	if (form === 'has') {
		chooser.say(' has a ');
		const colour = sayOneExcept(chooser, stock.colours, []);
		chooser.say(' ');
		const notSo = heldOut.objectsOfColour[colour] as readonly number[];
		const leftOut = mergeIndices(notTheirs, usedObjects, notSo);
		const object = sayOneExcept(chooser, stock.objects, leftOut);
		pairs.push({ name, object, colour });
	} else {
		chooser.say("'s ");
		const leftOut = mergeIndices(notTheirs, usedObjects);
		const object = sayOneExcept(chooser, stock.objects, leftOut);
		chooser.say(' is ');
		const notSo = heldOut.coloursOfObject[object] as readonly number[];
		const colour = sayOneExcept(chooser, stock.colours, notSo);
		pairs.push({ name, object, colour });
	}
	chooser.say('.');
}

/** Two to eight pairs, each told in the same form. */
const PAIR_COUNTS = { least: 2, most: 8, more: 2 };

/** Says the pairs that the rest of the document asks for. */
export function sayPairs(
	chooser: Chooser,
	stock: Stock,
	form: PairForm,
	counts = PAIR_COUNTS,
	after = ' '
): Pair[] {
	const pairs: Pair[] = [];
	repeat(chooser, counts, { next: ' ', after }, (position) => {
		if (position > 0) chooser.say(' ');
		sayNewPair(chooser, stock, pairs, form);
	});
	return pairs;
}

/** Says one of the pairs again: the sentence that can only be completed by looking back. */
function sayLookup(chooser: Chooser, stock: Stock, pairs: readonly Pair[]): void {
	const chosen = chooser.choose({
		length: pairs.length,
		at: (index) => ` ${pairSentence(stock, pairs[index] as Pair, 'is')}`
	});
	chooser.say(` ${pairSentence(stock, pairs[chosen] as Pair, 'is')}`);
}

function chooseForm(chooser: Chooser): PairForm {
	return FORMS[chooser.choose(['', ''])] as PairForm;
}

/** "Mia has a red kite. Tom has a blue boat. Tom's boat is blue. Mia's kite is red." */
export function tellRecall(
	chooser: Chooser,
	stock: Stock = MAIN_STOCK,
	counts = PAIR_COUNTS,
	lookups = { least: 2, most: 16, more: 3 }
): void {
	const pairs = sayPairs(chooser, stock, chooseForm(chooser), counts);
	repeat(chooser, lookups, { next: ' ', after: '' }, () => {
		sayLookup(chooser, stock, pairs);
	});
}

/** What can be asked about a pair, with its odds. */
const QUESTIONS = ['colour', 'owner', 'possession'] as const;
const QUESTION_ODDS = [8, 1, 1];

export function pairQuestion(
	stock: Stock,
	pair: Pair,
	about: (typeof QUESTIONS)[number]
): { question: string; answer: string } {
	const name = stock.names[pair.name] as string;
	const object = stock.objects[pair.object] as string;
	switch (about) {
		case 'colour':
			return {
				question: `What colour is ${name}'s ${object}?`,
				answer: pairSentence(stock, pair, 'is')
			};
		case 'owner':
			return { question: `Who has the ${object}?`, answer: `${name} has the ${object}.` };
		case 'possession':
			return { question: `What does ${name} have?`, answer: pairSentence(stock, pair, 'has') };
	}
}

function sayQuestionTurn(
	chooser: Chooser,
	stock: Stock,
	pairs: readonly Pair[],
	before: string
): void {
	const about = QUESTIONS[
		chooser.choose([`${before}What colour`, `${before}Who`, `${before}What does`], QUESTION_ODDS)
	] as (typeof QUESTIONS)[number];
	const chosen = chooser.choose({
		length: pairs.length,
		at: (index) => before + pairQuestion(stock, pairs[index] as Pair, about).question
	});
	const { question, answer } = pairQuestion(stock, pairs[chosen] as Pair, about);
	sayTurn(chooser, before + question, answer);
}

/** The pairs as system message or at the start of the first question, then questions and answers. */
export function chatRecall(
	chooser: Chooser,
	stock: Stock = MAIN_STOCK,
	counts = PAIR_COUNTS,
	turns = { least: 1, most: 8, more: 3 }
): void {
	const isSystem = chooser.choose([SYSTEM, USER]) === 0;
	chooser.say(isSystem ? SYSTEM : USER);
	const pairs = sayPairs(chooser, stock, chooseForm(chooser), counts, isSystem ? END : ' ');
	if (isSystem) chooser.say(END);
	repeat(chooser, turns, { next: '', after: '' }, (position) => {
		const isOpen = position === 0 && !isSystem;
		if (!isOpen) chooser.say(USER);
		sayQuestionTurn(chooser, stock, pairs, isOpen ? ' ' : '');
	});
}
