/** The entry of the small worker that parses the Markdown of lessons. */
import { expose } from 'comlink';
import type { MarkdownApi } from '#protocol/markdown-api.ts';
import { registerTransferHandlers } from '#protocol/transfer-handlers.ts';
import { parseMarkdown } from './markdown/parse-markdown.ts';

const service = {
	ready: () => Promise.resolve(),
	parse(text) {
		// What is thrown inside becomes a rejection.
		return new Promise((resolve) => resolve(parseMarkdown(text)));
	}
} satisfies MarkdownApi;

registerTransferHandlers();
expose(service);
