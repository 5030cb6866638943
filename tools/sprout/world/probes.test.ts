import { expect, test } from 'vitest';
import { buildAnswerKey } from '#core/sprout-world/answer-key.ts';
import { buildProbes } from './probes.ts';
import { documentAt, readDocument } from '#core/sprout-world/world.ts';

const probes = buildProbes();
const key = buildAnswerKey();

test('there are at least 500 recall items, each with a right answer among different colours', () => {
	expect(probes.recall.length).toBeGreaterThanOrEqual(500);
	for (const probe of probes.recall) {
		expect(new Set(probe.colours).size).toBe(probe.colours.length);
		expect(probe.colours[probe.asked]).toBe(probe.value);
		expect(probe.answer).toContain(` ${probe.value}.`);
	}
});

test('every pair of a recall item is held out of training', () => {
	const nameObjects = new Set(key.recall.heldOutNameObjects.map((pair) => pair.join(' ')));
	const objectColours = new Set(key.recall.heldOutObjectColours.map((pair) => pair.join(' ')));
	for (const { prompt } of probes.recall) {
		for (const [, name, object, colour] of prompt.matchAll(/(\w+)'s (\w+) is (\w+)\./g)) {
			expect(nameObjects.has(`${name as string} ${object as string}`), prompt).toBe(true);
			expect(objectColours.has(`${object as string} ${colour as string}`), prompt).toBe(true);
		}
		for (const [, name, colour, object] of prompt.matchAll(/(\w+) has a (\w+) (\w+)\./g)) {
			expect(nameObjects.has(`${name as string} ${object as string}`), prompt).toBe(true);
			expect(objectColours.has(`${object as string} ${colour as string}`), prompt).toBe(true);
		}
	}
});

test('fact items cover the whole table and follow the grammar', () => {
	expect(probes.facts).toHaveLength(2 * key.facts.length);
	const firstFact = 'Velm is known for its honey.';
	for (const { form, prompt, answer } of probes.facts) {
		const text = form === 'cloze' ? `${firstFact} ${prompt}${answer}` : prompt + answer;
		expect(readDocument(text).readings, text).toHaveLength(1);
	}
});

test('the sums of the items are the pairs from 0 to 20, and only the held-out ones do not parse', () => {
	expect(probes.sums).toHaveLength(2 * 21 * 21);
	for (const { form, isHeldOut, prompt, answer } of probes.sums) {
		if (form === 'question') {
			expect(readDocument(prompt + answer).readings, prompt).toHaveLength(isHeldOut ? 0 : 1);
		}
	}
});

test('a document of the corpus can begin with each story prompt', () => {
	const story = documentAt(1, 'main');
	expect(story.kind).toBe('story');
	for (const prompt of probes.stories) {
		const { furthest } = readDocument(prompt);
		expect(furthest, prompt).toBe(prompt.length);
	}
});
