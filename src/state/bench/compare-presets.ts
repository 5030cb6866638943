/** Comparisons that teach something, ready to run. */
import type { BenchField, BenchPrompt, BenchValues } from './bench-values.ts';

export interface ComparePreset {
	readonly id: string;
	readonly name: string;
	/** What to look for. */
	readonly hint: string;
	readonly field: BenchField;
	/** One column each. */
	readonly values: readonly BenchValues[BenchField][];
	/** What else has to be so for the comparison to make sense. */
	readonly prompt?: Partial<BenchPrompt>;
	/** Uses the precisions of the built-in model. */
	readonly needsBuiltIn?: boolean;
}

const FOR_ALL: readonly ComparePreset[] = [
	{
		id: 'precision',
		name: 'int8 or 4-bit',
		hint: 'The same model with 8 and with 4 bits for each weight. How long do they agree?',
		field: 'precisionId',
		values: ['int8', 'q4'],
		needsBuiltIn: true
	},
	{
		id: 'precisions',
		name: 'Three precisions',
		hint: 'Full precision and its two smaller copies. Which one stays closer to it?',
		field: 'precisionId',
		values: ['fp32', 'int8', 'q4'],
		needsBuiltIn: true
	},
	{
		id: 'temperature',
		name: 'Cold to hot',
		hint: 'Temperature 0.2, 0.7 and 1.2 with the same seed. Where does the temperature change a word?',
		field: 'temperature',
		values: [0.2, 0.7, 1.2]
	},
	{
		id: 'seeds',
		name: 'Three seeds',
		hint: 'The same settings with three seeds. What is chance, and what comes every time?',
		field: 'seed',
		values: ['1', '2', '3']
	}
];

/** @param known a sentence that the model knows what to do with */
function systemPrompts(known: string): ComparePreset {
	return {
		id: 'system',
		name: 'Two system prompts',
		hint: 'The same question with and without a system prompt. Does it change the answer?',
		field: 'system',
		values: ['', known],
		prompt: { mode: 'chat', turns: [], message: 'Who are you?' }
	};
}

const OF_SPROUT = [...FOR_ALL, systemPrompts('You are Sprout.')];
const OF_OTHERS = [...FOR_ALL, systemPrompts('You are a pirate.')];

export function comparePresets(isSprout: boolean): readonly ComparePreset[] {
	return isSprout ? OF_SPROUT : OF_OTHERS;
}
