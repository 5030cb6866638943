/**
 * The curriculum before the mixture: documents in which nearly every word of the second half can be
 * had only by looking back. Looking back needs two attention heads in a row (an "induction circuit"),
 * which form late and suddenly; these documents give them something to do from the first step on.
 * Names, things and properties come from lists widened with words from all over the world, so that
 * there is nothing to memorise.
 */
import { mergeIndices, repeat, sayOne, sayOneExcept, type Chooser } from './chooser.ts';
import { entityNames } from './facts-table.ts';
import { chatRecall, MAIN_STOCK, tellRecall, type Stock } from './recall.ts';
import { ANIMALS, COLOURS, FOODS, ITEMS, NAMES, OBJECTS, PLACES, TRAITS } from './words.ts';

const ENTITIES = (['town', 'river', 'mountain', 'inventor'] as const).flatMap(entityNames);

/** The first entries are those of the main lists, so the hold-out rules go on holding. */
export const WIDE_STOCK: Stock = {
	names: [...NAMES, ...ENTITIES],
	objects: [...OBJECTS, ...ITEMS, ...ANIMALS, ...PLACES],
	colours: [...COLOURS, ...TRAITS],
	isNameObjectHeldOut: (name, object) =>
		name < NAMES.length && object < OBJECTS.length && MAIN_STOCK.isNameObjectHeldOut(name, object),
	isObjectColourHeldOut: (object, colour) =>
		object < OBJECTS.length &&
		colour < COLOURS.length &&
		MAIN_STOCK.isObjectColourHeldOut(object, colour)
};

const KEYS = [...WIDE_STOCK.names, ...WIDE_STOCK.objects, ...FOODS];
const VALUES = WIDE_STOCK.colours;
const NEXT_VALUES = VALUES.map((value) => ` ${value}`);
/** A key that is an object has no colour that is held out with it. */
const HELD_OUT_VALUES = KEYS.map((_, key) => {
	const object = key - WIDE_STOCK.names.length;
	if (object < 0 || object >= OBJECTS.length) return [];
	return VALUES.flatMap((_value, colour) =>
		WIDE_STOCK.isObjectColourHeldOut(object, colour) ? [colour] : []
	);
});
/** No two neighbours in an echo may be an object and its colour, or a name and its object. */
const ECHO_WORDS = [...ENTITIES, ...NAMES, ...PLACES, ...ITEMS, ...ANIMALS, ...TRAITS, ...FOODS];
const NEXT_ECHO_WORDS = ECHO_WORDS.map((word) => ` ${word}`);

/** "mill Tom heron. mill Tom heron. mill Tom heron." */
function tellEcho(chooser: Chooser): void {
	let line = sayOne(chooser, ECHO_WORDS);
	repeat(chooser, { least: 3, most: 24, more: 9 }, { next: ' ', after: '.' }, () => {
		line += sayOne(chooser, NEXT_ECHO_WORDS);
	});
	chooser.say('.');
	repeat(chooser, { least: 2, most: 4, more: 1 }, { next: ' ', after: '' }, () => {
		chooser.say(` ${line}.`);
	});
}

/** "lantern small. Tom green. lantern small." Keys are new, then one of them comes again and again. */
function tellKeys(chooser: Chooser): void {
	const said: string[] = [];
	const used: number[] = [];
	repeat(chooser, { least: 3, most: 12, more: 5 }, { next: ' ', after: ' ' }, (position) => {
		if (position > 0) chooser.say(' ');
		const key = sayOneExcept(chooser, KEYS, mergeIndices(used));
		used.push(key);
		const value = sayOneExcept(chooser, NEXT_VALUES, HELD_OUT_VALUES[key] as readonly number[]);
		chooser.say('.');
		said.push(` ${KEYS[key] as string} ${VALUES[value] as string}.`);
	});
	repeat(chooser, { least: 8, most: 32, more: 9 }, { next: ' ', after: '' }, () => {
		sayOne(chooser, said);
	});
}

const PAIR_COUNTS = { least: 3, most: 8, more: 3 };

/** The primer's documents and their odds. */
export const PRIMER_KINDS: readonly {
	kind: string;
	odds: number;
	tell: (chooser: Chooser) => void;
}[] = [
	{ kind: 'primer-echo', odds: 2, tell: tellEcho },
	{ kind: 'primer-keys', odds: 3, tell: tellKeys },
	{
		kind: 'primer-recall',
		odds: 4,
		tell: (chooser) => {
			tellRecall(chooser, WIDE_STOCK, PAIR_COUNTS, { least: 8, most: 32, more: 9 });
		}
	},
	{
		kind: 'primer-recall-chat',
		odds: 3,
		tell: (chooser) => {
			chatRecall(chooser, WIDE_STOCK, PAIR_COUNTS, { least: 4, most: 12, more: 4 });
		}
	}
];
