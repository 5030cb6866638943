/** One document of a task, what the model is asked about it, and what it answered. */
import type { LogLikelihood } from './log-likelihood.ts';
import type { PythonJson } from './python/json-value.ts';
import { docHash, targetHash, textHash, type ItemHashes } from './hashes.ts';

export const OUTPUT_TYPES = [
	'loglikelihood',
	'loglikelihood_rolling',
	'multiple_choice',
	'generate_until'
] as const;
export type OutputType = (typeof OUTPUT_TYPES)[number];

export interface ContextAndContinuation {
	readonly context: string;
	readonly continuation: string;
}

/** One or several right choices, by index; −100 stands for one beyond the choices. */
export type Gold = number | readonly number[];

export interface GenerationOptions {
	readonly until: readonly string[];
	/** The most tokens to write. */
	readonly maxTokens: number;
	/** As they stand in the task, for the hash and the samples file. */
	readonly asWritten: PythonJson;
}

/** What is asked. */
export type Asked =
	| ({ readonly outputType: 'loglikelihood' } & ContextAndContinuation)
	| { readonly outputType: 'loglikelihood_rolling'; readonly text: string }
	| {
			readonly outputType: 'multiple_choice';
			/** Without the delimiter before them: what is normalised by length is normalised by theirs. */
			readonly choices: readonly string[];
			/** Null where a file does not tell. */
			readonly gold: Gold | null;
			/** One for each choice. With several inputs, the contexts differ and the continuation is the same. */
			readonly pairs: readonly ContextAndContinuation[];
			/** For mutual information: each continuation without its context. Empty where it is not asked for. */
			readonly unconditional: readonly ContextAndContinuation[];
	  }
	| {
			readonly outputType: 'generate_until';
			readonly context: string;
			readonly options: GenerationOptions;
			/** What is right, any of them; null where a file does not tell. */
			readonly references: readonly string[] | null;
	  };

export interface EvaluationItem {
	readonly docId: number;
	readonly doc: PythonJson;
	readonly target: PythonJson;
	readonly asked: Asked;
}

/** What the model answered, in the order of the questions. */
export type Answered =
	| ({ readonly outputType: 'loglikelihood' } & LogLikelihood)
	| { readonly outputType: 'loglikelihood_rolling'; readonly logLikelihood: number }
	| {
			readonly outputType: 'multiple_choice';
			readonly scores: readonly LogLikelihood[];
			readonly unconditional: readonly LogLikelihood[];
	  }
	| { readonly outputType: 'generate_until'; readonly text: string };

/** The text that `prompt_hash` is of: the first argument of the first request. */
export function promptOf(asked: Asked): string {
	switch (asked.outputType) {
		case 'loglikelihood':
		case 'generate_until':
			return asked.context;
		case 'loglikelihood_rolling':
			return asked.text;
		case 'multiple_choice':
			return asked.pairs[0]?.context ?? '';
	}
}

/** As the harness writes them into each sample. */
export function itemHashes(item: EvaluationItem): ItemHashes {
	return {
		docHash: docHash(item.doc),
		promptHash: textHash(promptOf(item.asked)),
		targetHash: targetHash(item.target)
	};
}
