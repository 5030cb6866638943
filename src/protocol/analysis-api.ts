/** What the page may ask of the loaded model about a text, besides writing and verifying. */
import type { Attention, HeadPlace } from '#core/attention/attention.ts';
import type { Answered, Asked } from '#core/evaluation/requests.ts';
import type { Finding } from '#core/run-file/inspect-file.ts';
import type { Run, RunOutput } from '#core/run-file/schema.ts';
import type { KeptBatch } from '#core/sampling/kept-batch.ts';
import type { ScoredText, ScoredToken } from '#core/scoring/scored-text.ts';
import type { FillAnalyses } from './fill-api.ts';
import type { GenerateRequest } from './generate-request.ts';

export interface TextToken {
	readonly id: number;
	readonly text: string;
	readonly special: boolean;
}

/** What a layer would say at one place. */
export interface LensCell {
	/** The likeliest token there. */
	readonly id: number;
	readonly text: string;
	/** Its log-probability, in nats. */
	readonly logprob: number;
	/** Log-probability of the token that the text continues with, and its rank; null after the last one. */
	readonly next: { readonly logprob: number; readonly rank: number } | null;
}

/** One text to score: what is given, and what the model is asked about. */
export interface ScoreText {
	/** Comes before the text and is not scored; may be empty. */
	readonly given: string;
	readonly text: string;
}

/** Each kind of question, with what it takes and what it gives. */
export interface Analyses extends FillAnalyses {
	/** Where every head looked in a text of at most `LoadedModel.internals.maxTokens` tokens. */
	readonly attention: {
		readonly request: { readonly tokenIds: readonly number[] };
		readonly result: { readonly tokens: readonly TextToken[]; readonly attention: Attention };
	};
	/** What each layer would have said at each place; row 0 is the embedding, the last one the model. */
	readonly lens: {
		readonly request: { readonly tokenIds: readonly number[] };
		readonly result: {
			readonly tokens: readonly TextToken[];
			/** Shape [layers + 1][tokens]. */
			readonly cells: readonly (readonly LensCell[])[];
		};
	};
	/** How likely a text's last token is with each head switched off, one at a time. */
	readonly 'head-effects': {
		/** At least two tokens. */
		readonly request: { readonly tokenIds: readonly number[] };
		readonly result: {
			/** Log-probability of the last token with all heads on, in nats. */
			readonly logprob: number;
			readonly effects: readonly (HeadPlace & { readonly logprob: number })[];
		};
	};
	/**
	 * Writes with heads switched off. What comes out is no run of the model, so it is less than what a
	 * run is made from: it cannot be sealed, kept or shared as one.
	 */
	readonly ablated: {
		readonly request: {
			readonly generate: GenerateRequest;
			readonly heads: readonly HeadPlace[];
		};
		readonly result: {
			readonly heads: readonly HeadPlace[];
			readonly output: Pick<RunOutput, 'tokens' | 'text' | 'finish_reason'>;
		};
	};
	/** The model's surprise at each token of some texts. Works with every engine. */
	readonly score: {
		readonly request: {
			readonly texts: readonly ScoreText[];
			/** How many of the likeliest tokens to name at each place. */
			readonly alternatives: number;
		};
		readonly result: readonly ScoredText[];
	};
	/** What a task of an evaluation asks about some documents. Works with every engine. */
	readonly evaluate: {
		readonly request: { readonly asked: readonly Asked[] };
		/** In the same order. */
		readonly result: readonly Answered[];
	};
	/**
	 * What a run's file does not hold: how likely the tokens of its prompt were, and the logits that its
	 * output was drawn from. One pass over all of it where the engine can.
	 */
	readonly 'read-run': {
		readonly request: {
			/** Prompt and output, at least two tokens. */
			readonly tokenIds: readonly number[];
			/** Index of the first output token. */
			readonly outputFrom: number;
		};
		readonly result: {
			/** All of `tokenIds`; the first one has no score. */
			readonly tokens: readonly ScoredToken[];
			/** One entry for each output token. */
			readonly kept?: KeptBatch;
		};
	};
	/** What a run says twice, as ids and as text, where the two do not agree. Computes nothing with the weights. */
	readonly respell: {
		readonly request: Pick<Run, 'model' | 'engine' | 'request' | 'output'>;
		readonly result: {
			/** At most `MOST_FINDINGS`. */
			readonly findings: readonly Finding[];
			/** Whether the prompt could be tokenized again, and so was compared, too. */
			readonly comparedPrompt: boolean;
		};
	};
}

export type AnalysisKind = keyof Analyses;

export interface AnalysisProgress {
	readonly done: number;
	readonly total: number;
}
