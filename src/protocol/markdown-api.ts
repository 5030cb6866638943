import type { MarkdownTree } from '#core/markdown/markdown-tree.ts';

export interface MarkdownApi {
	/** Resolves when the parser's code is there. */
	ready(): Promise<void>;
	/**
	 * Takes as long as it takes: anyone who asks, ends the worker when that is too long.
	 *
	 * @throws AppError `markdown-too-large`
	 */
	parse(text: string): Promise<MarkdownTree>;
}
