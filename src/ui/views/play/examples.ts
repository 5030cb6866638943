/** Prompts to begin with. */
import { FIRST_DRAFT, FIRST_PROMPT_OF_OTHERS } from '#state/play/recipe-state.svelte.ts';

export interface Example {
	readonly label: string;
	readonly text: string;
}

type Mode = 'completion' | 'chat';

/** What Sprout learned, in the words of its world. */
const SPROUT_EXAMPLES: Readonly<Record<Mode, readonly Example[]>> = {
	completion: [
		{ label: 'A story', text: FIRST_DRAFT.prompt },
		{ label: 'Look back', text: "Mia has a red kite. Tom has a blue boat. Mia's kite is" },
		{ label: 'A fact', text: 'The town of Velm lies on the river' },
		{ label: 'A sum', text: 'Sums: 7 + 8 = 15. 12 + 5 =' },
		{ label: 'She or he?', text: 'The miller said that' }
	],
	chat: [
		{ label: 'A story', text: 'Tell me a story about Mia.' },
		{
			label: 'Look back',
			text: "Mia has a red kite. Tom has a blue boat. What colour is Mia's kite?"
		},
		{ label: 'A fact', text: 'On which river does Velm lie?' },
		{ label: 'A sum', text: 'What is 7 + 8?' },
		{ label: 'Who are you?', text: 'Who are you?' }
	]
};

/** The same kinds of prompts, of the world that other models were trained on. */
const OTHER_EXAMPLES: Readonly<Record<Mode, readonly Example[]>> = {
	completion: [
		{ label: 'A story', text: FIRST_PROMPT_OF_OTHERS },
		{ label: 'Look back', text: "Anna has a red kite. Ben has a blue boat. Anna's kite is" },
		{ label: 'A fact', text: 'The capital of France is' },
		{ label: 'A sum', text: '7 + 8 = 15. 12 + 5 =' },
		{ label: 'She or he?', text: 'The nurse said that' }
	],
	chat: [
		{ label: 'A story', text: 'Tell me a short story about a lighthouse keeper.' },
		{
			label: 'Look back',
			text: "Anna has a red kite. Ben has a blue boat. What colour is Anna's kite?"
		},
		{ label: 'A fact', text: 'What is the capital of France?' },
		{ label: 'A sum', text: 'What is 17 + 25?' },
		{ label: 'Who are you?', text: 'Who are you?' }
	]
};

export function examplesFor(mode: Mode, isSprout: boolean): readonly Example[] {
	return (isSprout ? SPROUT_EXAMPLES : OTHER_EXAMPLES)[mode];
}
