/** Whether a text has Markdown in it, found out once it is whole. */
import { isBareText } from '#core/markdown/markdown-tree.ts';
import type { Gate } from '#state/page/gate.svelte.ts';
import type { MarkdownTexts } from '#state/lessons/markdown-texts.ts';

/** Created while a component is set up; stays with it. */
export class FormattedText {
	/** Of the text that was read last. */
	#read = $state.raw<{ readonly text: string; readonly hasMarks: boolean } | null>(null);
	/** False until it is known, and for what cannot be read as Markdown. */
	readonly hasMarks: boolean;

	/** @param text null while it is still being written */
	constructor(markdown: Gate<MarkdownTexts>, text: () => string | null) {
		this.hasMarks = $derived(this.#read?.text === text() && this.#read.hasMarks);
		$effect(() => {
			const current = text();
			if (current === null || current === this.#read?.text) return undefined;
			const place = new AbortController();
			void this.#find(markdown, current, place.signal);
			return () => place.abort();
		});
	}

	async #find(markdown: Gate<MarkdownTexts>, text: string, signal: AbortSignal): Promise<void> {
		// Without the code that reads it, it stays as it was written.
		const texts = await markdown.get().catch(() => null);
		const reading = (await texts?.read(text, signal)) ?? null;
		if (reading === null || signal.aborted) return;
		this.#read = { text, hasMarks: reading.kind === 'tree' && !isBareText(reading.tree) };
	}
}
