/** What the page may ask of the worker: the only words the two threads share. */
import type { ThinkingMarks } from '#core/chat/thinking.ts';
import type { MlcModel } from '#core/mlc-model.ts';
import type {
	RunEngine,
	RunOutput,
	RunRequest,
	RunResource,
	SpelledTokens,
	TokenTrace
} from '#core/run-file/schema.ts';
import type { KeptBatch } from '#core/sampling/kept-batch.ts';
import type { PublishedSettings } from '#core/sampling/published-settings.ts';
import type { Claim } from '#core/verification/claim.ts';
import type { Verification } from '#core/verification/grade.ts';
import type { Analyses, AnalysisKind, AnalysisProgress } from './analysis-api.ts';
import type { GenerateRequest, PromptRequest } from './generate-request.ts';

export interface ModelFileRequest {
	/** Path inside the model folder, `/` between parts. */
	readonly name: string;
	readonly url: string;
	/** Expected size, for progress and for refusing something else. */
	readonly sizeBytes: number;
	/** Expected `sha256:<hex>`; null when nobody knows it yet. */
	readonly digest: string | null;
}

export interface LoadRequest {
	readonly engine: 'onnx' | 'web-llm';
	readonly backend: RunEngine['backend'];
	readonly files: readonly ModelFileRequest[];
	readonly weightsFile: string;
	/** Where the engine's runtime is served, with a trailing slash. */
	readonly runtimeUrl: string;
	/** How many threads compute on the CPU; missing: chosen by the model and the machine. */
	readonly threads?: number | undefined;
	/** Of MLC models only. */
	readonly mlc?: MlcModel;
	/** Whether a sentence is put through it once it is loaded; missing: no. */
	readonly selfTest?: boolean;
	/** The model's id in the weights store: its files are read from there, and `files` is empty. */
	readonly stored?: string;
}

export type LoadProgress =
	| { readonly phase: 'download'; readonly loadedBytes: number; readonly totalBytes: number }
	| { readonly phase: 'start' };

/** How much of a model that is in use has been read back and compared with its digests. */
export interface CheckProgress {
	readonly checkedBytes: number;
	readonly totalBytes: number;
}

/** What a sentence shows that is put through a model once it is loaded. */
export type SelfTest =
	| {
			readonly kind: 'not-run';
			/** Nobody asked; its tokens spell no text; it takes too long; or it ended in an error. */
			readonly reason: 'not-asked' | 'no-text' | 'slow' | 'failed';
	  }
	| { readonly kind: 'passed' }
	/** A logit is NaN or +Infinity, or all are −Infinity. */
	| { readonly kind: 'not-a-number' }
	/** The likeliest token is the same after every token. */
	| { readonly kind: 'one-token'; readonly token: string }
	/** In nats a token; clearly below chance, which is −ln of the vocabulary's size. */
	| {
			readonly kind: 'below-chance';
			readonly meanLogprob: number;
			readonly chanceLogprob: number;
	  };

/** What is known of a model once it is in memory. */
export interface LoadedModel {
	readonly digest: string;
	readonly resources: readonly RunResource[];
	readonly engine: RunEngine;
	/** See `EngineSession.unfoldedBytes`; 0 where an engine does not tell. */
	readonly unfoldedBytes: number;
	readonly contextLength: number;
	readonly vocabularySize: number;
	/** See `EngineSession.halfFloats`. */
	readonly halfFloats: boolean;
	/** What ends a text; none of a model that fills masks. */
	readonly stopTokenIds: readonly number[];
	readonly hasChatTemplate: boolean;
	/** What it thinks between, as its chat template tells; null where it does not. */
	readonly thinkingMarks: ThinkingMarks | null;
	/** How its publisher would have it write; null where nobody says. */
	readonly published: PublishedSettings | null;
	/** What of its inside can be seen; null when its engine or its files do not show it. */
	readonly internals: {
		readonly layers: number;
		/** A layer. */
		readonly heads: number;
		/** The longest text that can be looked at. */
		readonly maxTokens: number;
	} | null;
	/** Of a model that fills masks and writes nothing: how it writes a mask. Null for all others. */
	readonly mask: { readonly token: string; readonly tokenId: number } | null;
	readonly selfTest: SelfTest;
	/** How long it took; 0 when there was none. */
	readonly selfTestMs: number;
	readonly loadMs: number;
}

export interface PromptPreview {
	/** The text that the model sees, special tokens spelled out. */
	readonly text: string;
	/** What the template was told when it asked for the date; null when it did not ask. */
	readonly date: string | null;
	/** Control tokens that the prompt spells, and how they are read; null when there are none. */
	readonly spelled: SpelledTokens | null;
	readonly tokens: readonly {
		readonly id: number;
		readonly text: string;
		readonly special: boolean;
	}[];
}

/** How far a prompt has been read. */
export interface PromptProgress {
	readonly readTokens: number;
	readonly totalTokens: number;
	/** At the pace so far. */
	readonly remainingMs: number;
}

/** Tokens as they come, at most about 30 batches a second. */
export interface TokenBatch {
	/** Index of the first token in `tokens` among the generated ones. */
	readonly from: number;
	readonly tokens: readonly TokenTrace[];
	/** The output's text so far, exactly as the run file will hold it. */
	readonly text: string;
	readonly elapsedMs: number;
	readonly timeToFirstTokenMs: number;
	/** Only while a long prompt is read: then there are no tokens yet. */
	readonly reading?: PromptProgress;
}

/** Everything of a run that the worker knows. */
export interface GenerateResult {
	/** One entry for each output token, when `keepLogits` asked for them. Not part of the run. */
	readonly kept?: KeptBatch;
	/** What computed it, and how it read the prompt. */
	readonly engine: RunEngine;
	readonly request: RunRequest;
	readonly output: RunOutput;
	readonly usage: { readonly input_tokens: number; readonly output_tokens: number };
	readonly timing: {
		readonly time_to_first_token_ms: number;
		readonly total_ms: number;
		readonly tokens_per_second: number;
	};
}

export interface VerifyRequest {
	/** From a run file or a link; read by `readRun` or `readLink`, so that it is sound. */
	readonly claim: Claim;
	/** Token by token, as when generating: slower, and the only way to find equal bits. */
	readonly exact: boolean;
}

export interface VerifyProgress {
	readonly checkedTokens: number;
	readonly totalTokens: number;
}

/** One checked token in words, as this model's tokenizer spells it. */
export interface CheckedText {
	/** What the recorded token adds to the text; empty for special tokens. */
	readonly text: string;
	/** The recorded token alone. */
	readonly piece: string;
	/** The token that is drawn here. */
	readonly drawnPiece: string;
}

export interface VerifyResult extends Verification {
	/** One for each of `tokens`. */
	readonly texts: readonly CheckedText[];
	/** What verified. */
	readonly engine: RunEngine;
	readonly elapsedMs: number;
}

export interface WorkerApi {
	/** Replaces nothing: one model a worker; another model takes another worker. */
	load(
		request: LoadRequest,
		signal: AbortSignal,
		onProgress: (progress: LoadProgress) => void
	): Promise<LoadedModel>;
	/** @throws AppError `prompt-empty`, `prompt-too-long`, `template-failed`, `control-token-spelled` */
	preview(prompt: PromptRequest): Promise<PromptPreview>;
	/** How the tokenizer spells each token; see `EngineTokenizer.piece`. Unknown ids are empty. */
	spell(tokenIds: readonly number[]): Promise<string[]>;
	/**
	 * One generation at a time. An abort is no error: the promise resolves with what was written
	 * and `finish_reason: 'cancelled'` (with no token at all: rejects with `aborted`).
	 *
	 * @throws AppError `busy`, `prompt-empty`, `prompt-too-long`, `control-token-spelled`,
	 *   `settings-invalid`, `device-lost`, `engine-failed`, `engine-out-of-memory`
	 */
	generate(
		request: GenerateRequest,
		signal: AbortSignal,
		onTokens: (batch: TokenBatch) => void
	): Promise<GenerateResult>;
	/**
	 * Asks at each position of a recorded output what would have been drawn here. Whatever the claim
	 * says, the answer is a verdict; only what cannot be computed is an error.
	 *
	 * @throws AppError `busy`, `aborted`, `template-failed`, `control-token-spelled`, `prompt-empty`,
	 *   `prompt-too-long`, `device-lost`, `engine-failed`, `engine-out-of-memory`
	 */
	verify(
		request: VerifyRequest,
		signal: AbortSignal,
		onProgress: (progress: VerifyProgress) => void
	): Promise<VerifyResult>;
	/**
	 * Answers one question about a text: `analysis-api.ts` lists them. An abort rejects.
	 *
	 * @param onProgress called at most about ten times a second, where the work is long
	 * @throws AppError `busy`, `aborted`, `prompt-empty`, `prompt-too-long`, `text-too-long`,
	 *   `settings-invalid`, `internals-unavailable`, `device-lost`, `engine-failed`,
	 *   `engine-out-of-memory`
	 */
	analyse<K extends AnalysisKind>(
		kind: K,
		request: Analyses[K]['request'],
		signal: AbortSignal,
		onProgress: (progress: AnalysisProgress) => void
	): Promise<Analyses[K]['result']>;
	/** Settles with a reason when the engine can no longer run (GPU device lost). */
	whenLost(): Promise<string>;
	/**
	 * Resolves when every byte of the loaded model has been checked; large files are checked while the
	 * model is in use already.
	 *
	 * @param onProgress called at most about ten times a second
	 * @throws AppError `model-digest-mismatch`, `model-file-lost`, `stalled`: what the model has said means
	 *   nothing
	 */
	whenChecked(onProgress: (progress: CheckProgress) => void): Promise<void>;
}
