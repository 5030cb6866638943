/** What a page holds and does, sampled while it is used hard. */
import type { CDPSession, Page } from '@playwright/test';

export interface Sample {
	/** How much was done by then. */
	readonly done: number;
	/** JavaScript heap of the page after all that can be let go is gone. */
	readonly heapMb: number;
	readonly nodes: number;
	readonly listeners: number;
	readonly workers: number;
	/** All that the origin stores, as the browser counts it. */
	readonly storedMb: number;
}

export class PageLoad {
	readonly samples: Sample[] = [];
	readonly #page: Page;
	readonly #session: CDPSession;

	private constructor(page: Page, session: CDPSession) {
		this.#page = page;
		this.#session = session;
	}

	static async of(page: Page): Promise<PageLoad> {
		const session = await page.context().newCDPSession(page);
		await session.send('Performance.enable');
		return new PageLoad(page, session);
	}

	async look(done: number): Promise<Sample> {
		await this.#session.send('HeapProfiler.collectGarbage');
		const { metrics } = await this.#session.send('Performance.getMetrics');
		const of = (name: string): number =>
			metrics.find((metric) => metric.name === name)?.value ?? NaN;
		const storedBytes = await this.#page.evaluate(
			async () => (await navigator.storage.estimate()).usage ?? NaN
		);
		const sample = {
			done,
			heapMb: of('JSHeapUsedSize') / 1e6,
			nodes: of('Nodes'),
			listeners: of('JSEventListeners'),
			workers: this.#page.workers().length,
			storedMb: storedBytes / 1e6
		};
		this.samples.push(sample);
		return sample;
	}

	/** Growth for each one done, over the second half of the samples: by then everything is fetched and warm. */
	slope(of: Exclude<keyof Sample, 'done'>): number {
		const late = this.samples.slice(this.samples.length >> 1);
		const mean = (pick: (sample: Sample) => number): number =>
			late.reduce((sum, sample) => sum + pick(sample), 0) / late.length;
		const [done, value] = [mean((sample) => sample.done), mean((sample) => sample[of])];
		const along = late.map((sample) => (sample.done - done) * (sample[of] - value));
		const across = late.map((sample) => (sample.done - done) ** 2);
		return along.reduce((a, b) => a + b, 0) / across.reduce((a, b) => a + b, 0);
	}

	/** A table of the samples, and the slopes. */
	print(title: string): void {
		const rows = this.samples.map(
			({ done, heapMb, nodes, listeners, workers, storedMb }) =>
				`${String(done).padStart(5)}  heap ${heapMb.toFixed(2)} MB  nodes ${nodes}  listeners ${listeners}  workers ${workers}  stored ${storedMb.toFixed(2)} MB`
		);
		const slopes = [
			`heap ${(this.slope('heapMb') * 1000).toFixed(2)} kB`,
			`nodes ${this.slope('nodes').toFixed(2)}`,
			`workers ${this.slope('workers').toFixed(3)}`,
			`stored ${(this.slope('storedMb') * 1000).toFixed(2)} kB`
		];
		console.log([title, ...rows, `growth for each one: ${slopes.join(', ')}`].join('\n'));
	}
}

/** Begins to note tasks of the page's thread that take 50 ms and more. */
export async function watchLongTasks(page: Page): Promise<() => Promise<number>> {
	await page.evaluate(() => {
		const watched = globalThis as unknown as { longTasks: number[] };
		watched.longTasks = [0];
		new PerformanceObserver((list) => {
			watched.longTasks.push(...list.getEntries().map(({ duration }) => duration));
		}).observe({ type: 'longtask' });
	});
	return () =>
		page.evaluate(() => Math.max(...(globalThis as unknown as { longTasks: number[] }).longTasks));
}
