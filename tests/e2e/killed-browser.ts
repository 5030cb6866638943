/** A browser of its own, with its data on the disk, that is killed as a power cut would end it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import type { PageWatch } from './page-watch.ts';
import { test } from './test.ts';

interface Process {
	readonly id: number;
	readonly parent: number;
	readonly command: string;
}

/** All processes of this machine, from /proc. */
function processes(): Process[] {
	return readdirSync('/proc').flatMap((name) => {
		if (!/^\d+$/.test(name)) return [];
		try {
			const [, parent = '0'] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
			const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
			return [{ id: Number(name), parent: Number(parent), command }];
		} catch {
			// It has ended meanwhile.
			return [];
		}
	});
}

/** The browser of a profile, and all that it started, children of children too. */
function family(profile: string): number[] {
	const all = processes();
	const members = new Set(
		all.filter(({ command }) => command.includes(`--user-data-dir=${profile}`)).map(({ id }) => id)
	);
	for (let size = -1; size !== members.size;) {
		size = members.size;
		for (const { id, parent } of all) if (members.has(parent)) members.add(id);
	}
	return [...members];
}

function kill(id: number): void {
	try {
		process.kill(id, 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
}

export class KilledBrowser {
	/** Its folder. */
	readonly profile = mkdtempSync(join(tmpdir(), 'glasshouse-killed-'));
	readonly #watch: PageWatch;
	readonly #workers: 'allow' | 'block';
	#context: BrowserContext | null = null;

	/** @param options `workers`: whether the app may keep itself for use without a network */
	constructor(watch: PageWatch, options: { readonly workers?: 'allow' | 'block' } = {}) {
		this.#watch = watch;
		this.#workers = options.workers ?? 'block';
	}

	/** Starts it, with what the last one left on the disk. */
	async open(): Promise<Page> {
		const { launchOptions, baseURL } = test.info().project.use;
		this.#context = await chromium.launchPersistentContext(this.profile, {
			...launchOptions,
			serviceWorkers: this.#workers,
			...(baseURL === undefined ? {} : { baseURL })
		});
		this.#watch.context(this.#context);
		return this.#context.pages()[0] ?? (await this.#context.newPage());
	}

	/**
	 * Looks up the browser and every process of it.
	 *
	 * @returns ends them at once, by SIGKILL: nothing in them gets a last word
	 */
	aim(): () => Promise<void> {
		const members = family(this.profile);
		expect(members.length, 'the browser and its processes').toBeGreaterThan(1);
		return () => {
			members.forEach(kill);
			return this.#bury();
		};
	}

	async #bury(): Promise<void> {
		const closed = this.#context?.waitForEvent('close');
		this.#context = null;
		await closed;
		// A child that was being born meanwhile.
		family(this.profile).forEach(kill);
		await expect.poll(() => family(this.profile), { intervals: [20] }).toEqual([]);
	}

	async close(): Promise<void> {
		await this.#context?.close();
		this.#context = null;
	}

	async remove(): Promise<void> {
		await this.close();
		rmSync(this.profile, { recursive: true, force: true });
	}
}

/** Resolves in the moment in which something stands in the page. */
export async function appears(page: Page, selector: string, text: string): Promise<void> {
	await page.evaluate(
		([where, words]) =>
			new Promise<void>((resolve) => {
				const look = (): void => {
					const found = document.querySelectorAll(where);
					if (![...found].some(({ textContent }) => textContent.includes(words))) return;
					observer.disconnect();
					resolve();
				};
				const observer = new MutationObserver(look);
				observer.observe(document, { childList: true, subtree: true, characterData: true });
				look();
			}),
		[selector, text] as const
	);
}
