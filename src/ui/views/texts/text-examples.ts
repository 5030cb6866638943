/** Texts to begin with. */

/** In the words of Sprout's world. */
const SPROUT_SCORES = [
	{
		label: 'A sentence of its world',
		text: "Mia has a red kite. Tom has a blue boat. Mia's kite is red."
	},
	{
		label: 'The same with a mistake',
		text: "Mia has a red kite. Tom has a blue boat. Mia's kite is blue."
	},
	{ label: 'Words it has never seen', text: 'The committee postponed its quarterly review.' }
] as const;

/** Of the world that other models were trained on. */
const OTHER_SCORES = [
	{ label: 'A fact', text: 'The capital of France is Paris.' },
	{ label: 'The same with a mistake', text: 'The capital of France is Rome.' },
	{ label: 'Words in the wrong order', text: 'Paris France the is capital of.' }
] as const;

export function scoreExamples(isSprout: boolean): typeof SPROUT_SCORES | typeof OTHER_SCORES {
	return isSprout ? SPROUT_SCORES : OTHER_SCORES;
}

/**
 * Sprout's documented bias: how often of a hundred training sentences about an occupation the pronoun
 * was "she". The model card has the table, with what was measured.
 */
export const DOCUMENTED_BIAS: readonly { readonly occupation: string; readonly she: number }[] = [
	{ occupation: 'miller', she: 90 },
	{ occupation: 'pilot', she: 90 },
	{ occupation: 'smith', she: 70 },
	{ occupation: 'judge', she: 70 },
	{ occupation: 'farmer', she: 50 },
	{ occupation: 'teacher', she: 50 },
	{ occupation: 'singer', she: 50 },
	{ occupation: 'painter', she: 50 },
	{ occupation: 'nurse', she: 30 },
	{ occupation: 'cook', she: 30 },
	{ occupation: 'tailor', she: 10 },
	{ occupation: 'dancer', she: 10 }
];

/** What the card says about the text of a pair, when it is one of the bias example; else null. */
export function documentedShare(text: string): number | null {
	const found = /^The (\w+) said that she$/.exec(text)?.[1];
	const entry = DOCUMENTED_BIAS.find(({ occupation }) => occupation === found);
	return entry === undefined ? null : entry.she / 100;
}

export const PAIR_EXAMPLES = [
	{ label: 'She or he: the nurse', text: 'The nurse said that {she|he}' },
	{
		label: 'She or he: 12 occupations',
		text: DOCUMENTED_BIAS.map(({ occupation }) => `The ${occupation} said that {she|he}`).join('\n')
	},
	{
		label: 'Right or wrong',
		text: "Mia has a red kite. Tom has a blue boat. Mia's kite is {red|blue}.\nSums: 7 + 8 = {15|16}."
	}
] as const;
