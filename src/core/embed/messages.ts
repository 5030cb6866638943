/**
 * What a page and the frame in it say to each other, version 1. What comes from the page is read by these
 * schemas and nothing else; docs/embed.md tells it to the page's author.
 */
import * as v from 'valibot';

import type { ErrorCode } from '../errors.ts';
import { LINK_LIMITS, linkTitle } from '../link/link-schema.ts';
import { issuePath } from '../run-file/run-fields.ts';
import type { Run } from '../run-file/schema.ts';
import { shortText } from '../run-file/schema.ts';
import { eachNumericSetting } from '../sampling/settings.ts';
import type { Verdict } from '../verification/verdict.ts';

export const EMBED_VERSION = 1;

/** A message is read whole before it is judged: these keep that short. */
export const EMBED_LIMITS = {
	textLength: 200_000,
	messages: 1_000,
	tokens: 100_000,
	stopSequences: 64,
	biases: 10_000
} as const;

export const EMBED_THEMES = ['system', 'light', 'dark'] as const;

const text = v.pipe(v.string(), v.maxLength(EMBED_LIMITS.textLength));
const number = v.optional(v.number());

/** Ranges are checked where every recipe's are; here only shape and size. */
const recipe = v.strictObject({
	title: v.optional(linkTitle, ''),
	/** Left out: the built-in model. */
	model: v.optional(
		v.strictObject({
			name: shortText,
			format: v.optional(v.picklist(['onnx', 'mlc']), 'onnx'),
			quantization: shortText,
			digest: v.optional(v.nullable(shortText), null),
			source: v.optional(
				v.nullable(v.strictObject({ url: shortText, revision: v.nullable(shortText) })),
				null
			),
			size_bytes: v.optional(v.nullable(v.number()), null)
		})
	),
	prompt: v.optional(text),
	messages: v.optional(
		v.pipe(
			v.array(v.strictObject({ role: v.picklist(['system', 'user', 'assistant']), content: text })),
			v.maxLength(EMBED_LIMITS.messages)
		)
	),
	seed: v.optional(
		v.union([v.pipe(v.string(), v.maxLength(20)), v.pipe(v.number(), v.safeInteger())]),
		'0'
	),
	...eachNumericSetting(() => number),
	logit_bias: v.optional(
		v.pipe(v.record(shortText, v.number()), v.maxEntries(EMBED_LIMITS.biases))
	),
	max_tokens: number,
	stop_sequences: v.optional(v.pipe(v.array(shortText), v.maxLength(EMBED_LIMITS.stopSequences))),
	forced_token_ids: v.optional(v.pipe(v.array(v.number()), v.maxLength(EMBED_LIMITS.tokens)))
});

/** A recipe as a page writes it: nearly everything may be left out. */
export type EmbedRecipe = v.InferOutput<typeof recipe>;

function message<const Type extends string, Fields extends v.ObjectEntries>(
	type: Type,
	fields: Fields
) {
	return v.strictObject({
		glasshouse: v.literal(EMBED_VERSION),
		/** Given back with every answer to this message. */
		id: v.optional(v.pipe(v.string(), v.maxLength(100))),
		type: v.literal(type),
		...fields
	});
}

const SCHEMAS = {
	hello: message('hello', {}),
	theme: message('theme', { theme: v.picklist(EMBED_THEMES) }),
	run: message('run', {
		/** Whether every batch of tokens is told, too. */
		tokens: v.optional(v.boolean(), false),
		/** Whether the result holds the whole run file. */
		file: v.optional(v.boolean(), false)
	}),
	verify: message('verify', {}),
	stop: message('stop', {})
} as const;

/** `link`: an address, or what comes after its `#`. */
const loadLink = message('load', {
	link: v.pipe(v.string(), v.maxLength(LINK_LIMITS.characters))
});
const loadRecipe = message('load', { recipe });

export type MessageToFrame = v.InferOutput<
	(typeof SCHEMAS)[keyof typeof SCHEMAS] | typeof loadLink | typeof loadRecipe
>;

/** By hand and not by a union: so an error names the field that is wrong. */
function schemaFor(data: object): v.GenericSchema<unknown, MessageToFrame> | null {
	const type = 'type' in data ? data.type : undefined;
	if (type === 'load') return 'recipe' in data ? loadRecipe : loadLink;
	return Object.values(SCHEMAS).find(({ entries }) => entries.type.literal === type) ?? null;
}

/** What is going on in the frame. */
export type EmbedStatus =
	/** No recipe is shown. */
	| { readonly state: 'empty' }
	/** A recipe is shown, and nothing has been started. */
	| { readonly state: 'idle' }
	/** Its model is not stored here: someone has to press the button in the frame. */
	| {
			readonly state: 'needs-click';
			readonly model: string;
			readonly sizeBytes: number | null;
			readonly host: string | null;
	  }
	| {
			readonly state: 'loading';
			readonly model: string;
			readonly loadedBytes: number;
			/** 0 while it is not known. */
			readonly totalBytes: number;
	  }
	| { readonly state: 'running'; readonly tokens: number }
	| { readonly state: 'verifying'; readonly share: number | null }
	| { readonly state: 'done' }
	| { readonly state: 'failed'; readonly code: ErrorCode };

/** Codes of the app's own errors, and of what is wrong with a message. */
export type EmbedErrorCode =
	| ErrorCode
	| 'message-invalid'
	| 'message-unknown-version'
	| 'nothing-to-run'
	| 'nothing-to-verify';

export type MessageToPage =
	| { readonly type: 'ready'; readonly version: string }
	| { readonly type: 'size'; readonly height: number }
	| ({ readonly type: 'status' } & EmbedStatus)
	| {
			readonly type: 'tokens';
			/** Index of the first of these tokens. */
			readonly from: number;
			readonly tokens: readonly {
				readonly id: number;
				readonly text: string;
				readonly probability: number;
			}[];
			/** All that was written so far. */
			readonly text: string;
	  }
	| {
			readonly type: 'result';
			readonly text: string;
			readonly tokens: number;
			readonly finishReason: Run['output']['finish_reason'];
			readonly runId: string;
			/** `run=1.…`, to stand after a `#`. */
			readonly link: string;
			readonly run?: Run;
	  }
	| {
			readonly type: 'verdict';
			readonly verdict: Verdict['verdict'];
			readonly sentence: string;
	  }
	| { readonly type: 'error'; readonly code: EmbedErrorCode; readonly message: string };

export type ReadMessage =
	/** Not for this frame: pages send messages of many kinds. */
	| { readonly kind: 'foreign' }
	| { readonly kind: 'message'; readonly message: MessageToFrame }
	| {
			readonly kind: 'refused';
			readonly code: Extract<EmbedErrorCode, `message-${string}`>;
			readonly problem: string;
			readonly id?: string;
	  };

function idOf(data: object): { id?: string } {
	const id = 'id' in data ? data.id : undefined;
	return typeof id === 'string' && id.length <= 100 ? { id } : {};
}

/** Reads whatever a page has sent. Total: never throws. */
export function readMessage(data: unknown): ReadMessage {
	if (typeof data !== 'object' || data === null || !('glasshouse' in data)) {
		return { kind: 'foreign' };
	}
	if (data.glasshouse !== EMBED_VERSION) {
		const problem = `glasshouse is not ${EMBED_VERSION}, the only version there is`;
		return { kind: 'refused', code: 'message-unknown-version', problem, ...idOf(data) };
	}
	const schema = schemaFor(data);
	if (schema === null) {
		return { kind: 'refused', code: 'message-invalid', problem: 'type: unknown', ...idOf(data) };
	}
	const result = v.safeParse(schema, data, { abortEarly: true });
	if (result.success) return { kind: 'message', message: result.output };
	const [issue] = result.issues;
	const problem = `${issuePath(issue)}: ${issue.message}`;
	return { kind: 'refused', code: 'message-invalid', problem, ...idOf(data) };
}
