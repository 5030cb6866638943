import { FORGOTTEN_SLOTS, STORY_SLOTS, STORY_STEPS, type CompiledStep } from './stories.ts';
import type { Template } from './template.ts';

/** Ways to fill a template's slots, and the slots that have a word afterwards. */
function fillings(
	template: Template,
	bound: ReadonlySet<string>
): { ways: bigint; after: Set<string> } {
	const after = new Set(bound);
	let ways = 1n;
	for (const part of template) {
		if (typeof part === 'string' || after.has(part.slot)) continue;
		const list = STORY_SLOTS.lists[part.slot];
		if (list === undefined) continue; // a pronoun: it follows from a name
		ways *= BigInt(list.length);
		after.add(part.slot);
	}
	return { ways, after };
}

function countFrom(
	steps: readonly CompiledStep[],
	position: number,
	bound: ReadonlySet<string>,
	known: Map<string, bigint>
): bigint {
	const step = steps[position];
	if (step === undefined) return 1n;
	const remembered = new Set([...bound].filter((slot) => !FORGOTTEN_SLOTS.includes(slot)));
	const key = `${position} ${[...remembered].sort().join(' ')}`;
	const before = known.get(key);
	if (before !== undefined) return before;
	let count = step.odds === undefined ? 0n : countFrom(steps, position + 1, remembered, known);
	for (const template of step.templates) {
		const { ways, after } = fillings(template, remembered);
		count += ways * countFrom(steps, position + 1, after, known);
	}
	known.set(key, count);
	return count;
}

/**
 * How many different stories the grammar tells. Counts ways of choosing; as every text can be read
 * in one way only (tested), that is the number of different texts.
 */
export function countStories(): bigint {
	return STORY_STEPS.reduce((sum, steps) => sum + countFrom(steps, 0, new Set(), new Map()), 0n);
}
