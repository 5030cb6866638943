/** Builds what shows Markdown, when it is first needed: with a lesson, or a link to one. */
import { MarkdownClient } from '#client/markdown-client.ts';
import { MarkdownTexts } from './markdown-texts.ts';

export function openMarkdown(): MarkdownTexts {
	return new MarkdownTexts(new MarkdownClient());
}
