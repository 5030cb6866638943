/** What the pages of a test say that nobody should have to read: uncaught errors, and the console's errors and warnings. */
import type { BrowserContext } from '@playwright/test';

/** The kinds of console messages that tell of a fault. */
const FAULTS: ReadonlySet<string> = new Set(['error', 'warning', 'assert']);
/** What Playwright itself says where a test keeps service workers out. */
const PLAYWRIGHTS_OWN = 'Service Worker registration blocked by Playwright';
/** Chromium's record of an answer that says no: what the app makes of it is what tests look at. */
const REFUSED = /^error: Failed to load resource: the server responded with a status of/;

export class PageWatch {
	readonly uncaught: string[] = [];
	readonly #said: string[] = [];
	readonly #announced: RegExp[] = [];
	readonly #allowed: RegExp[] = [];

	/** Watches all pages of a context, and their workers, from now on. */
	context(context: BrowserContext): void {
		context.on('weberror', (event) => this.uncaught.push(event.error().message));
		context.on('console', (message) => {
			if (!FAULTS.has(message.type()) || message.text() === PLAYWRIGHTS_OWN) return;
			this.#said.push(`${message.type()}: ${message.text()} (${message.location().url})`);
		});
	}

	/** @param patterns of what a message says, with its kind before it and its file behind it */
	announce(patterns: readonly RegExp[]): void {
		this.#announced.push(...patterns);
	}

	/** @param patterns as of `announce`, of what need not be said */
	allow(patterns: readonly RegExp[]): void {
		this.#allowed.push(...patterns);
	}

	get unannounced(): string[] {
		const expected = [REFUSED, ...this.#announced, ...this.#allowed];
		return this.#said.filter((text) => !expected.some((pattern) => pattern.test(text)));
	}

	get missing(): string[] {
		return this.#announced
			.filter((pattern) => !this.#said.some((text) => pattern.test(text)))
			.map(String);
	}
}
