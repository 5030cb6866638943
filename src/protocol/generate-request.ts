/** What a worker is asked to write. */
import type {
	RunEngine,
	RunMessage,
	RunRequest,
	SamplingSettings,
	SpelledTokens
} from '#core/run-file/schema.ts';

/** A request as the page knows it; the worker adds token ids, template digest and stop tokens. */
export type PromptRequest =
	| ({
			readonly mode: 'chat';
			readonly messages: readonly RunMessage[];
			/**
			 * What a template is told that asks for the date, as `2026-11-30T07:08:09`; missing: what the
			 * clock shows; null: it finds no clock, as those of runs that were made without one.
			 */
			readonly date?: string | null;
	  } & Recorded)
	| ({ readonly mode: 'completion'; readonly prompt: string } & Recorded);

/** What a recorded run says of its prompt, where it is asked for again. */
interface Recorded {
	/**
	 * Control tokens that the prompt spells, and how they are read; missing: they are looked for, and
	 * text in messages; null: control tokens, as in runs that record none.
	 */
	readonly spelled?: SpelledTokens | null;
}

export interface GenerateRequest {
	readonly prompt: PromptRequest;
	/** Exact prompt ids, for regrowing a recorded run: skips template and tokenizer. */
	readonly promptTokenIds?: readonly number[];
	readonly settings: Pick<
		RunRequest,
		'seed' | keyof SamplingSettings | 'max_tokens' | 'stop_sequences'
	>;
	/**
	 * How a recorded run read its prompt, to make it again; missing, or a way that the engine does not
	 * have: its own.
	 */
	readonly prefill?: RunEngine['prefill'];
	/** Overrides the model's own end tokens, for regrowing a recorded run. */
	readonly stopTokenIds?: readonly number[];
	readonly forcedTokenIds: readonly number[];
	/** How many alternatives to record a token; 0 records none. */
	readonly alternatives: number;
	/** Gives each position's logits with the result, for the inspector; the run is the same either way. */
	readonly keepLogits?: boolean;
}
