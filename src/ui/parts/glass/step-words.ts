/** The sampler's steps in words. */
import type { SamplingSettings } from '#core/run-file/schema.ts';
import { STEP_KINDS, type Explanation, type StepKind } from '#core/sampling/explain.ts';
import { FILTER_NAMES, isFilter, type FilterName } from '#core/sampling/filters.ts';
import type { TokenOrigin } from '#state/runs/token-origin.ts';
import { originTag } from '#words/origin-words.ts';
import { plural } from '#words/plural.ts';
import { SETTING_WORDS } from '#words/setting-words.ts';

/** What the slider stops at: bias goes with the penalties, and after the filters come dice and winner. */
export const STOPS = [
	'raw',
	'penalties',
	'temperature',
	...FILTER_NAMES,
	'noise',
	'winner'
] as const;
export type Stop = (typeof STOPS)[number];

const OTHER_NAMES: Readonly<Record<Exclude<Stop, 'temperature' | FilterName>, string>> = {
	raw: 'The model’s own',
	penalties: 'Penalties and bias',
	noise: 'The noise',
	winner: 'The winner'
};

export function stopName(stop: Stop): string {
	return stop === 'temperature' || isFilter(stop) ? SETTING_WORDS[stop].label : OTHER_NAMES[stop];
}

const LAST_STEP = STEP_KINDS.at(-1) ?? 'raw';

/** The sampler's step whose outcome a stop shows; of the last two, what the filters left. */
export function stepOf(stop: Stop): StepKind {
	if (stop === 'penalties') return 'bias';
	return stop === 'noise' || stop === 'winner' ? LAST_STEP : stop;
}

/** Beside a token that cannot be drawn any more; one that was not drawn is there all the same. */
export function outOfDrawWords(origin: TokenOrigin): string {
	return origin === 'drawn' ? /* @wc-include */ 'dropped' : originTag(origin);
}

/** One or two sentences: what this step did here. */
export function stopSentence(
	stop: Stop,
	explanation: Explanation,
	{ temperature }: SamplingSettings
): string {
	if (isFilter(stop)) return filterSentence(stop, explanation);
	switch (stop) {
		case 'raw':
			return 'The probabilities before anything is done to them.';
		case 'penalties':
			return penaltySentence(explanation);
		case 'temperature':
			return temperatureSentence(temperature);
		case 'noise':
			return temperature === 0
				? 'At temperature 0 there are no dice.'
				: 'Each token that is left gets its noise, which depends only on seed, position and token. Empty dot: before; full dot: after.';
		case 'winner':
			return 'The largest sum of logit and noise is drawn.';
	}
}

const OFF = 'Off: nothing changes.';

function penaltySentence({ steps }: Explanation): string {
	const isActive = steps.some(
		({ kind, isActive }) => isActive && (kind === 'penalties' || kind === 'bias')
	);
	return isActive ? 'Penalties for what was said before, and bias, have changed the odds.' : OFF;
}

function temperatureSentence(temperature: number): string {
	if (temperature === 0) return 'At temperature 0 only the likeliest token stays.';
	if (temperature === 1) return 'At temperature 1 nothing changes.';
	return temperature < 1
		? `Divided by ${temperature.toString()}: likely tokens become likelier.`
		: `Divided by ${temperature.toString()}: unlikely tokens get a better chance.`;
}

function filterSentence(kind: StepKind, { steps }: Explanation): string {
	const step = steps.find((each) => each.kind === kind);
	if (step?.isActive !== true) return OFF;
	return `${plural(step.left, ['# token', '# tokens'])} ${step.left === 1 ? 'stays' : 'stay'}.`;
}
