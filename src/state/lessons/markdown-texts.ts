/** Texts in Markdown and what was made of them: a step that is opened again is drawn at once. */
import { isAbort, toAppError, type AppError } from '#core/errors.ts';
import { unmarkedTree, type MarkdownTree } from '#core/markdown/markdown-tree.ts';
import type { MarkdownClient } from '#client/markdown-client.ts';

/** A text in Markdown, as it can be shown. */
export type MarkdownReading =
	| { readonly kind: 'tree'; readonly tree: MarkdownTree }
	/** It is shown as it was written, with the reason. */
	| { readonly kind: 'refused'; readonly error: AppError };

/** Many times what a lesson has; anyone who writes one makes a text with every key. */
const MOST_KEPT = 1000;

export class MarkdownTexts {
	readonly #client: Pick<MarkdownClient, 'parse'>;
	/** In the order in which they were read. */
	readonly #kept = new Map<string, MarkdownReading>();

	constructor(client: Pick<MarkdownClient, 'parse'>) {
		this.#client = client;
	}

	/** @returns null for a text that has to be read first */
	known(text: string): MarkdownReading | null {
		const tree = unmarkedTree(text);
		return tree === null ? (this.#kept.get(text) ?? null) : { kind: 'tree', tree };
	}

	/** @returns null when it was cancelled */
	async read(text: string, signal: AbortSignal): Promise<MarkdownReading | null> {
		const known = this.known(text);
		if (known !== null) return known;
		try {
			return this.#keep(text, { kind: 'tree', tree: await this.#client.parse(text, signal) });
		} catch (thrown) {
			if (isAbort(thrown)) return null;
			const error = toAppError(thrown);
			const refusal: MarkdownReading = { kind: 'refused', error };
			// What is wrong with the worker may be mended by the next one.
			return error.code.startsWith('markdown-') ? this.#keep(text, refusal) : refusal;
		}
	}

	#keep(text: string, reading: MarkdownReading): MarkdownReading {
		const [oldest] = this.#kept.keys();
		if (this.#kept.size >= MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
		this.#kept.set(text, reading);
		return reading;
	}
}
