/**
 * The stories as data. A story is: an opening, perhaps a look around, one of ten plots, a closing.
 * Every step is one sentence, chosen uniformly from its templates; a step with `chance` may be left
 * out. Slots are explained in `stories.ts`. The rules that keep it learnable for a very small model:
 * the kind of a sentence follows from the sentence before it, and what must be remembered (names,
 * the item, the animal, the food) is repeated often.
 */
import { OFTEN, type PlotStep } from './plot-step.ts';
import { BAKE, LETTER, RACE, RESCUE, STORM } from './plots-of-company.ts';
import { FIND, GIFT, LOSE, REPAIR, TRADE } from './plots-of-things.ts';

export const OPENING: PlotStep = {
	sentences: ['{time} {hero} {move} the {place}.']
};

export const LOOK_AROUND: PlotStep = {
	chance: OFTEN,
	sentences: [
		'It was a {day} day.',
		'The air was {day} and nobody was at the {place}.',
		'A {day} wind came from Mount {mountain}.',
		'{hero} had heard about the {place} from an aunt in {town}.',
		'{hero} liked the {place} more than the river {river}.',
		'{hero} sang a song about {inventor}.',
		'The {place} was {day} and {hero} was {mood}.',
		'{hero} had a book about {inventor} in {her} pocket.'
	]
};

/** Each plot tells the listed steps in this order. */
export const PLOTS: Readonly<Record<string, readonly PlotStep[]>> = {
	find: FIND,
	lose: LOSE,
	gift: GIFT,
	rescue: RESCUE,
	storm: STORM,
	trade: TRADE,
	race: RACE,
	letter: LETTER,
	repair: REPAIR,
	bake: BAKE
};

export const CLOSING: PlotStep = {
	sentences: [
		'That evening {hero} went home and was {mood}.',
		'{hero} never forgot that day.',
		'{hero} was {mood} for the rest of the day.',
		'At home {hero} told everybody about it.',
		'Later {hero} wrote about it to {her} cousin in {town}.',
		'People in {town} still tell this story.',
		'That was a good day for {hero}.',
		'In the night {hero} dreamed of the {place}.'
	]
};
