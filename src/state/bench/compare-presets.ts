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
		hint: 'The same weights in one and in half a byte each. How long do they agree?',
		field: 'precisionId',
		values: ['int8', 'q4'],
		needsBuiltIn: true
	},
	{
		id: 'precisions',
		name: 'Three precisions',
		hint: 'Full precision beside its two smaller copies: which of them stays closer to it?',
		field: 'precisionId',
		values: ['fp32', 'int8', 'q4'],
		needsBuiltIn: true
	},
	{
		id: 'temperature',
		name: 'Cold to hot',
		hint: 'Temperature 0.2, 0.7 and 1.2 with the same rolls of the dice: where does heat change a word?',
		field: 'temperature',
		values: [0.2, 0.7, 1.2]
	},
	{
		id: 'seeds',
		name: 'Three seeds',
		hint: 'The same model and settings, other rolls of the dice: what is chance, and what always comes?',
		field: 'seed',
		values: ['1', '2', '3']
	}
];

/** @param known a sentence that the model knows what to do with */
function systemPrompts(known: string): ComparePreset {
	return {
		id: 'system',
		name: 'Two system prompts',
		hint: 'The same question with and without a sentence said before it: does the answer care?',
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
