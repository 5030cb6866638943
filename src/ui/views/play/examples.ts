/** Prompts to begin with: what Sprout learned, in the words of its world. */
export interface Example {
	readonly label: string;
	readonly text: string;
}

export const COMPLETION_EXAMPLES: readonly Example[] = [
	{ label: 'A story', text: 'One morning Mia went to the forest.' },
	{ label: 'Look back', text: "Mia has a red kite. Tom has a blue boat. Mia's kite is" },
	{ label: 'A fact', text: 'The town of Velm lies on the river' },
	{ label: 'A sum', text: 'Sums: 7 + 8 = 15. 12 + 5 =' },
	{ label: 'She or he?', text: 'The miller said that' }
];

export const CHAT_EXAMPLES: readonly Example[] = [
	{ label: 'A story', text: 'Tell me a story about Mia.' },
	{
		label: 'Look back',
		text: "Mia has a red kite. Tom has a blue boat. What colour is Mia's kite?"
	},
	{ label: 'A fact', text: 'On which river does Velm lie?' },
	{ label: 'A sum', text: 'What is 7 + 8?' },
	{ label: 'Who are you?', text: 'Who are you?' }
];
