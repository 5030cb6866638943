import { describe, expect, it } from 'vitest';

import { schedule } from './schedule.mjs';

interface Step {
	readonly title: string;
	readonly cores?: number;
	readonly after?: readonly string[];
}

/** Steps that end when told to, and a record of what ran when. */
class Bench {
	readonly log: string[] = [];
	readonly #ends = new Map<string, () => void>();

	readonly run = (step: Step): Promise<string> => {
		this.log.push(`+${step.title}`);
		return new Promise((resolve) => {
			this.#ends.set(step.title, () => resolve(step.title.toUpperCase()));
		});
	};

	async end(title: string): Promise<void> {
		this.log.push(`-${title}`);
		this.#ends.get(title)?.();
		await new Promise((resolve) => setImmediate(resolve));
	}
}

describe('steps side by side', () => {
	it('start in the order of the list, as cores become free', async () => {
		const bench = new Bench();
		const all = schedule([{ title: 'a' }, { title: 'b' }, { title: 'c' }], 2, bench.run);
		await bench.end('b');
		await bench.end('a');
		await bench.end('c');
		expect(bench.log).toEqual(['+a', '+b', '-b', '+c', '-a', '-c']);
		expect(await all).toEqual(['A', 'B', 'C']);
	});

	it('wait for what they come after, and are overtaken meanwhile', async () => {
		const bench = new Bench();
		const steps = [{ title: 'build' }, { title: 'app', after: ['build'] }, { title: 'lint' }];
		const all = schedule(steps, 2, bench.run);
		expect(bench.log).toEqual(['+build', '+lint']);
		for (const title of ['build', 'app', 'lint']) await bench.end(title);
		expect(bench.log).toEqual(['+build', '+lint', '-build', '+app', '-app', '-lint']);
		await all;
	});

	it('come after only what runs this time', async () => {
		const bench = new Bench();
		const all = schedule([{ title: 'app', after: ['build'] }], 2, bench.run);
		expect(bench.log).toEqual(['+app']);
		await bench.end('app');
		expect(await all).toEqual(['APP']);
	});

	it('get as many cores as they ask for, but no more than there are', async () => {
		const bench = new Bench();
		const steps = [{ title: 'a' }, { title: 'wide', cores: 4 }, { title: 'b' }];
		const all = schedule(steps, 2, bench.run);
		await bench.end('a');
		expect(bench.log).toEqual(['+a', '+b', '-a']);
		await bench.end('b');
		await bench.end('wide');
		expect(bench.log).toEqual(['+a', '+b', '-a', '-b', '+wide', '-wide']);
		await all;
	});

	it('that wait for each other are named', async () => {
		const circle = [
			{ title: 'a', after: ['b'] },
			{ title: 'b', after: ['a'] }
		];
		await expect(schedule(circle, 2, new Bench().run)).rejects.toThrow('a, b');
	});
});
