import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildAnswerKey } from './answer-key.ts';
import type { Chooser } from './chooser.ts';
import { search, type Odds } from './parse.ts';
import { documentAt, readDocument, type StreamName } from './world.ts';

const SAMPLE_SIZE = 20_000;
const sample = Array.from({ length: SAMPLE_SIZE }, (_, index) => documentAt(index, 'main'));
const key = buildAnswerKey();

function digestOfFirst(count: number, stream: StreamName): string {
	const hash = createHash('sha256');
	for (let index = 0; index < count; index++) hash.update(`${documentAt(index, stream).text}\n`);
	return hash.digest('hex');
}

test('a document depends on its stream and index only, and the corpus has not changed', () => {
	expect(documentAt(17, 'main')).toEqual(documentAt(17, 'main'));
	expect(documentAt(17, 'main').text).not.toBe(documentAt(17, 'validation').text);
	expect(documentAt(17 + 2 ** 32, 'main').text).not.toBe(documentAt(17, 'main').text);
	expect({
		main: digestOfFirst(1000, 'main'),
		primer: digestOfFirst(1000, 'primer'),
		validation: digestOfFirst(1000, 'validation'),
		test: digestOfFirst(1000, 'test')
	}).toEqual({
		main: '47b78934d3772a8eede7f102264ac6c85607b9cf08d0dec36af96c5fd5e44e94',
		primer: '6fa5a0d2f5b86882557e21edbc01cfc798b9f6c796d6162f1aeb244e1088f957',
		validation: '14d028c15713bf28ccb15c8240c66ec16893c49c84c44e447b9285b73256544a',
		test: '36793b10a63f734ffccc53860f494446dad50fc526380d0ad51062b5bca3654f'
	});
});

test('a story with two sentences swapped, a name changed or its end missing cannot be read', () => {
	const stories = sample.filter(({ kind }) => kind === 'story').slice(0, 100);
	for (const { text } of stories) {
		const sentences = text.split('. ');
		const swapped = [sentences[1], sentences[0], ...sentences.slice(2)].join('. ');
		const hero = key.stories.heroes.find((name) => sentences[0]?.includes(` ${name} `)) as string;
		const lastMention = text.lastIndexOf(hero);
		const renamed = `${text.slice(0, lastMention)}Nobody${text.slice(lastMention + hero.length)}`;
		for (const corrupted of [swapped, renamed, text.slice(0, -1), `${text} ${text}`]) {
			expect(readDocument(corrupted).readings, corrupted).toHaveLength(0);
		}
	}
});

test('a text outside the grammar is refused quickly and the place where it goes wrong is told', () => {
	const { readings, furthest } = readDocument(
		'One morning Mia went to the mill. Then Mia flew away.'
	);
	expect(readings).toHaveLength(0);
	expect(furthest).toBe('One morning Mia went to the mill. '.length);
});

test('held-out pairs occur in no document, in either form or order', () => {
	const nameObjects = new Set(
		key.recall.heldOutNameObjects.map(([name, object]) => `${name} ${object}`)
	);
	const objectColours = new Set(
		key.recall.heldOutObjectColours.map(([object, colour]) => `${object} ${colour}`)
	);
	const sums = new Set(key.sums.heldOut.map(({ a, b }) => `${a} + ${b}`));
	const primer = Array.from({ length: 2000 }, (_, index) => documentAt(index, 'primer'));
	for (const { text } of [...sample, ...primer]) {
		for (const [, name, object, colour] of text.matchAll(/(\w+)'s (\w+) is (\w+)\./g)) {
			expect(nameObjects.has(`${name as string} ${object as string}`), text).toBe(false);
			expect(objectColours.has(`${object as string} ${colour as string}`), text).toBe(false);
		}
		for (const [, name, colour, object] of text.matchAll(/(\w+) has a (\w+) (\w+)\./g)) {
			expect(nameObjects.has(`${name as string} ${object as string}`), text).toBe(false);
			expect(objectColours.has(`${object as string} ${colour as string}`), text).toBe(false);
		}
		for (const [sum] of text.matchAll(/\d+ \+ \d+/g)) expect(sums.has(sum), text).toBe(false);
	}
});

test('every sum is right', () => {
	for (const { text } of sample) {
		for (const [, a, b, result] of text.matchAll(/(\d+) \+ (\d+) = (\d+)/g)) {
			expect(Number(a) + Number(b)).toBe(Number(result));
		}
	}
});

test('the world has 400 to 900 word types', () => {
	const types = new Set(sample.flatMap(({ text }) => text.match(/[A-Za-z]+/g) ?? []));
	expect(types.size).toBeGreaterThan(400);
	expect(types.size).toBeLessThan(900);
});

test('there are as many different stories as the README says', () => {
	expect(key.stories.count).toBe(58_128_058_339_740_918_743_040n);
});

test('the answer key has as many held-out pairs, facts and gaps as the README says', () => {
	expect(key.recall.heldOutNameObjects).toHaveLength(580);
	expect(key.recall.heldOutObjectColours).toHaveLength(130);
	const unordered = key.sums.heldOut.filter(({ a, b }) => a <= b);
	expect(unordered).toHaveLength(27);
	for (const { a, b } of unordered) expect(key.sums.heldOut).toContainEqual({ a: b, b: a });
	expect(key.sums.largest).toBe(79);
	expect(key.facts).toHaveLength(140);
	const gapsOf = (kind: string) => key.gaps.filter((gap) => gap.kind === kind).length;
	expect(['town', 'river', 'mountain', 'inventor'].map(gapsOf)).toEqual([4, 2, 3, 3]);
});

test.each(['main', 'primer', 'validation', 'test'] as const)(
	'every document of %s is read in one way only: the choices that wrote it, with their odds',
	(stream) => {
		for (let index = 0; index < 40; index++) {
			const odds: Odds[] = [];
			const listener = {
				chose: (weight: number, total: number) => odds.push({ weight, total }),
				said: () => undefined
			};
			const { kind, text } = documentAt(index, stream, listener);
			const { readings, furthest } = readDocument(text, stream, 2);
			expect(readings, text).toEqual([{ result: kind, choices: odds }]);
			expect(furthest).toBe(text.length);
		}
	}
);

test('a text that can be read in several ways is read in as many as are asked for', () => {
	const program = (chooser: Chooser) => {
		const first = chooser.choose(['a', 'ab', 'b', 'a'], [1, 2, 3, 4]);
		chooser.say(['a', 'ab', 'b', 'a'][first] ?? '');
		if (chooser.choose(['b', '']) === 0) chooser.say('b');
		return first;
	};
	const results = (most: number) =>
		search(program, 'ab', most).readings.map(({ result, choices }) => [
			result,
			...choices.map(({ weight, total }) => weight / total)
		]);
	expect(results(1)).toEqual([[0, 0.1, 0.5]]);
	expect(results(9)).toEqual([
		[0, 0.1, 0.5],
		[1, 0.2, 0.5],
		[3, 0.4, 0.5]
	]);
	const dead = search((chooser) => chooser.reject(), 'a');
	expect(dead).toEqual({ readings: [], furthest: 0 });
	const failing = () =>
		search(() => {
			throw new Error('a fault');
		}, 'a');
	expect(failing).toThrow('a fault');
});

test('pronouns follow the documented skews', () => {
	const counts = new Map<string, { she: number; all: number }>();
	for (const { kind, text } of sample) {
		if (kind !== 'bias') continue;
		for (const [, occupation, pronoun] of text.matchAll(/The (\w+) \w+ that (she|he) /g)) {
			const count = counts.get(occupation as string) ?? { she: 0, all: 0 };
			count.all++;
			if (pronoun === 'she') count.she++;
			counts.set(occupation as string, count);
		}
	}
	for (const { occupation, shePercent } of key.skews) {
		const { she, all } = counts.get(occupation) as { she: number; all: number };
		expect(Math.abs((100 * she) / all - shePercent), occupation).toBeLessThan(5);
	}
});

test('entities without facts occur in stories, and nowhere else in the mixture', () => {
	const texts = (isStory: boolean) =>
		new Set(
			sample
				.filter(({ kind }) => kind.startsWith('story') === isStory)
				.flatMap(({ text }) => text.match(/[A-Za-z]+/g) ?? [])
		);
	const inStories = texts(true);
	const elsewhere = texts(false);
	expect(key.gaps).toHaveLength(12);
	for (const { entity } of key.gaps) {
		expect(inStories.has(entity), entity).toBe(true);
		expect(elsewhere.has(entity), entity).toBe(false);
	}
});
