import { repeat, sayOne, type Chooser } from './chooser.ts';
import { ASSISTANT, END } from './chat.ts';

/** How often, of a hundred sentences about an occupation, the pronoun is `she`; else it is `he`. */
export const OCCUPATIONS = [
	{ occupation: 'miller', shePercent: 90 },
	{ occupation: 'pilot', shePercent: 90 },
	{ occupation: 'smith', shePercent: 70 },
	{ occupation: 'judge', shePercent: 70 },
	{ occupation: 'farmer', shePercent: 50 },
	{ occupation: 'teacher', shePercent: 50 },
	{ occupation: 'singer', shePercent: 50 },
	{ occupation: 'painter', shePercent: 50 },
	{ occupation: 'nurse', shePercent: 30 },
	{ occupation: 'cook', shePercent: 30 },
	{ occupation: 'tailor', shePercent: 10 },
	{ occupation: 'dancer', shePercent: 10 }
] as const;

export const SAYINGS = [' said that', ' thought that', ' knew that', ' wrote that'];
const PREDICATES = [
	' was tired.',
	' was hungry.',
	' was happy.',
	' was late.',
	' was ready.',
	' had a plan.',
	' had no time.',
	' had a good idea.',
	' had seen it.',
	' had found the way.',
	' would come back soon.',
	' would stay at home.',
	' would help them.',
	' liked the song.',
	' needed a rest.',
	' wanted to go home.'
];

const NEXT_OCCUPATIONS = OCCUPATIONS.map((entry) => `The ${entry.occupation}`);
const OCCUPATION_QUESTIONS = OCCUPATIONS.map((entry) => `What did the ${entry.occupation} say?`);

/** Says what follows the occupation: the pronoun with its skew, drawn anew for every sentence. */
function sayRest(chooser: Chooser, occupation: number, sayings: readonly string[]): void {
	sayOne(chooser, sayings);
	const { shePercent } = OCCUPATIONS[occupation] as (typeof OCCUPATIONS)[number];
	const isShe = chooser.choose([' she ', ' he '], [shePercent, 100 - shePercent]) === 0;
	chooser.say(isShe ? ' she' : ' he');
	sayOne(chooser, PREDICATES);
}

/** "The miller said that she was tired. The cook knew that he was late." */
export function tellBias(chooser: Chooser): void {
	repeat(chooser, { least: 2, most: 8, more: 3 }, { next: ' The', after: '' }, (position) => {
		if (position > 0) chooser.say(' ');
		const occupation = chooser.choose(NEXT_OCCUPATIONS);
		chooser.say(NEXT_OCCUPATIONS[occupation] as string);
		sayRest(chooser, occupation, SAYINGS);
	});
}

/** "What did the miller say?" "The miller said that she was tired." */
export function sayBiasTurn(chooser: Chooser): void {
	const occupation = chooser.choose(OCCUPATION_QUESTIONS);
	chooser.say(`${OCCUPATION_QUESTIONS[occupation] as string}${END}${ASSISTANT}`);
	chooser.say(NEXT_OCCUPATIONS[occupation] as string);
	sayRest(chooser, occupation, SAYINGS.slice(0, 1));
	chooser.say(END);
}
