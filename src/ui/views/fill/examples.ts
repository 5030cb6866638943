/** Sentences to begin with; `_` stands for the model's own mask. */
import type { DraftSentence } from '#state/fill/fill-draft.ts';

interface Example {
	readonly name: string;
	readonly sentences: readonly string[];
}

export const EXAMPLES: readonly Example[] = [
	{ name: 'A capital', sentences: ['Paris is the capital of _.'] },
	{
		name: 'Two occupations',
		sentences: ['The nurse said that _ was tired.', 'The doctor said that _ was tired.']
	},
	{ name: 'Two gaps', sentences: ['The _ is sleeping on the _.'] }
];

export function exampleSentences({ sentences }: Example, mask: string): DraftSentence[] {
	return sentences.map((text) => ({ text: text.replaceAll('_', mask), hidden: [] }));
}
