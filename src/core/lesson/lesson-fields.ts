/** Fields that several parts of a lesson have, and their limits. */
import * as v from 'valibot';

import { linkModel } from '../link/link-schema.ts';
import { LONGEST_MARKDOWN } from '../markdown/markdown-tree.ts';
import { shortText } from '../run-file/schema.ts';

export { shortText };

/** Of one text in a lesson, in UTF-16 units. */
const LONGEST_TEXT = LONGEST_MARKDOWN;

/** Shown as Markdown. */
export const markdown = v.pipe(v.string(), v.maxLength(LONGEST_TEXT));
/** Shown, or given to a model, as it is. */
export const plainText = v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_TEXT));
/** One line of Markdown. */
export const line = v.pipe(shortText, v.minLength(1));
export const flag = (otherwise: boolean) => v.optional(v.boolean(), otherwise);
export const optionalMarkdown = v.optional(markdown, '');
export const optionalLine = v.optional(shortText, '');

/** Names a lesson or a step in addresses and answers. */
export const slug = v.pipe(
	v.string(),
	v.maxLength(80),
	v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not lower-case words with hyphens between them')
);

export const finite = v.pipe(v.number(), v.finite());

/** A list with a largest length; it may be left out when it may be empty. */
export function upTo<Item extends v.GenericSchema>(most: number, item: Item) {
	return v.optional(v.pipe(v.array(item), v.maxLength(most)), []);
}

const { name, format, quantization, digest, source, size_bytes: sizeBytes } = linkModel.entries;

/** As in a link, and on what it computes; what is null decides the learner's machine. */
export const lessonModel = v.strictObject({
	name,
	format,
	/** The precision's short name, e.g. `int8`. */
	quantization,
	digest: v.optional(digest, null),
	source: v.optional(source, null),
	size_bytes: v.optional(sizeBytes, null),
	backend: v.optional(v.nullable(v.picklist(['wasm', 'webgpu'])), null)
});

/** Of one step; null stands for the lesson's model. */
export const stepModel = v.optional(v.nullable(lessonModel), null);
