import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PythonRandom, RandomDrawError } from './random.ts';

interface Drawn {
	readonly seed: number;
	readonly n: number;
	readonly k: number;
	/** Of the first call after seeding, and of the one after it. */
	readonly first: readonly number[];
	readonly second: readonly number[];
}

interface Vectors {
	readonly random: Readonly<Record<string, readonly number[]>>;
	readonly bits: readonly {
		readonly seed: string;
		readonly bits: number;
		readonly value: string;
	}[];
	readonly sample: readonly Drawn[];
	readonly choices: readonly Drawn[];
	readonly shuffle: readonly Drawn[];
	readonly choice: readonly Drawn[];
}

const vectors = JSON.parse(
	readFileSync(
		new URL('../../../../tests/fixtures/evaluation/python-random.json', import.meta.url),
		'utf8'
	)
) as Vectors;

function range(length: number): number[] {
	return Array.from({ length }, (_, i) => i);
}

function shuffled(random: PythonRandom, length: number): number[] {
	const items = range(length);
	random.shuffle(items);
	return items;
}

describe('draws what CPython draws', () => {
	test.each(Object.entries(vectors.random))('random() after the seed %s', (seed, expected) => {
		const random = new PythonRandom(BigInt(seed));
		expect(expected.map(() => random.random())).toEqual(expected);
	});

	test.each(vectors.bits)('getrandbits($bits) after the seed $seed', ({ seed, bits, value }) => {
		expect(new PythonRandom(BigInt(seed)).getrandbits(bits).toString()).toBe(value);
	});

	test.each(vectors.sample)('sample of $k from $n', ({ seed, n, k, first, second }) => {
		const random = new PythonRandom(seed);
		expect([random.sample(range(n), k), random.sample(range(n), k)]).toEqual([first, second]);
	});

	test.each(vectors.choices)('choices of $k from $n', ({ seed, n, k, first, second }) => {
		const random = new PythonRandom(seed);
		expect([random.choices(range(n), k), random.choices(range(n), k)]).toEqual([first, second]);
	});

	test.each(vectors.shuffle)('shuffle of $n', ({ seed, n, first, second }) => {
		const random = new PythonRandom(seed);
		expect([shuffled(random, n), shuffled(random, n)]).toEqual([first, second]);
	});

	test.each(vectors.choice)('choice from $n', ({ seed, n, first, second }) => {
		const random = new PythonRandom(seed);
		const draw = () => random.choice(range(n));
		expect([first.map(draw), second.map(draw)]).toEqual([first, second]);
	});
});

test('two generators do not disturb each other', () => {
	const alone = new PythonRandom(1234);
	const expected = [alone.random(), alone.random()];
	const one = new PythonRandom(1234);
	const other = new PythonRandom(99);
	const first = one.random();
	other.random();
	expect([first, one.random()]).toEqual(expected);
});

test('refuses what Python refuses', () => {
	const random = new PythonRandom(0);
	expect(() => random.sample([1, 2], 3)).toThrow(RandomDrawError);
	expect(() => random.choice([])).toThrow(RandomDrawError);
	expect(() => random.getrandbits(-1)).toThrow(RandomDrawError);
	expect(() => random.below(0)).toThrow(RandomDrawError);
});
