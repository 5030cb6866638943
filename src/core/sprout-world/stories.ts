import type { Chooser } from './chooser.ts';
import { entityNames } from './facts-table.ts';
import type { PlotStep } from './plot-step.ts';
import { CLOSING, LOOK_AROUND, OPENING, PLOTS } from './story-plots.ts';
import {
	compileTemplate,
	sayTemplate,
	type Bindings,
	type Slots,
	type Template
} from './template.ts';
import * as words from './words.ts';

function bindPronouns(slot: string, word: string, bindings: Bindings): void {
	if (slot !== 'hero' && slot !== 'friend') return;
	const isShe = words.isShe(word);
	const [subject, possessive, object] =
		slot === 'hero' ? ['she', 'her', 'herObject'] : ['friendShe', 'friendHer', 'friendHerObject'];
	bindings[subject] = isShe ? 'she' : 'he';
	bindings[possessive] = isShe ? 'her' : 'his';
	bindings[object] = isShe ? 'her' : 'him';
}

/** Where each slot of the templates draws from. Pronoun slots follow from the names. */
export const STORY_SLOTS: Slots = {
	lists: {
		time: words.TIMES,
		hero: words.HEROES,
		friend: words.FRIENDS,
		move: words.MOVES,
		place: words.PLACES,
		item: words.ITEMS,
		trait: words.TRAITS,
		animal: words.ANIMALS,
		beast: words.BEAST_TRAITS,
		food: words.FOODS,
		mood: words.MOODS,
		day: words.DAYS,
		spot: words.SPOTS,
		vainSpot: words.VAIN_SPOTS,
		shelter: words.SHELTERS,
		goal: words.GOALS,
		town: entityNames('town'),
		river: entityNames('river'),
		mountain: entityNames('mountain'),
		inventor: entityNames('inventor')
	},
	onBind: bindPronouns
};

/** A step ready to be told: `left` of `told + left` times it is not. */
export interface CompiledStep {
	readonly templates: readonly Template[];
	readonly odds: readonly [told: number, left: number] | undefined;
}

/** Moods and mentions of far places are not remembered from sentence to sentence. */
export const FORGOTTEN_SLOTS: readonly string[] = [
	'mood',
	'day',
	'town',
	'river',
	'mountain',
	'inventor'
];

function compileStep(step: PlotStep, isFirst = false): CompiledStep {
	return {
		templates: step.sentences.map((text) => compileTemplate(isFirst ? text : ` ${text}`)),
		odds: step.chance === undefined ? undefined : [step.chance.told, step.chance.left]
	};
}

const opening = compileStep(OPENING, true);
const lookAround = compileStep(LOOK_AROUND);
const closing = compileStep(CLOSING);
const plots = Object.values(PLOTS).map((steps) => steps.map((step) => compileStep(step)));
const UNKNOWN_PLOT = plots.map(() => ' ');

/** Every story's steps, one list per plot: what `count-stories.ts` counts. */
export const STORY_STEPS: readonly (readonly CompiledStep[])[] = plots.map((steps) => [
	opening,
	lookAround,
	...steps,
	closing
]);

function tellStep(chooser: Chooser, step: CompiledStep, bindings: Bindings): void {
	if (step.odds !== undefined && chooser.choose([' ', ' '], step.odds) === 1) return;
	for (const slot of FORGOTTEN_SLOTS) bindings[slot] = undefined;
	sayTemplate(chooser, step.templates, STORY_SLOTS, bindings);
}

/**
 * Tells a story.
 *
 * @param hero the hero's name when it is already settled (someone asked for a story about them)
 */
export function tellStory(chooser: Chooser, hero?: string): void {
	const bindings: Bindings = {};
	if (hero !== undefined) {
		bindings['hero'] = hero;
		bindPronouns('hero', hero, bindings);
	}
	tellStep(chooser, opening, bindings);
	tellStep(chooser, lookAround, bindings);
	for (const step of plots[chooser.choose(UNKNOWN_PLOT)] as readonly CompiledStep[]) {
		tellStep(chooser, step, bindings);
	}
	tellStep(chooser, closing, bindings);
}
