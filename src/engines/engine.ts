/**
 * The port that every engine implements. An engine turns token ids into raw logits and knows its
 * model's tokenizer; it never samples, never stops, never counts: `worker/inference-service.ts` does.
 */
import type { ThinkingMarks } from '#core/chat/thinking.ts';
import type { MlcModel } from '#core/mlc-model.ts';
import type { RunEngine, RunMessage } from '#core/run-file/schema.ts';
import type { PublishedSettings } from '#core/sampling/published-settings.ts';

export type Backend = RunEngine['backend'];

/** One file of a model, already fetched and checked against its digest. */
export interface ModelFile {
	/** Path inside the model folder, `/` between parts. */
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A file that is too large to be in memory beside what an engine makes of it: read part by part. */
export interface LargeModelFile {
	readonly name: string;
	/** Its bytes are checked, too. */
	readonly blob: Blob;
}

export type AnyModelFile = ModelFile | LargeModelFile;

export function isInMemory(file: AnyModelFile): file is ModelFile {
	return 'bytes' in file;
}

export interface EngineLoadOptions {
	readonly backend: Backend;
	/** Which of the files holds the weights, e.g. `onnx/model_int8.onnx`. */
	readonly weightsFile: string;
	/** Where the engine's own runtime files are served, with a trailing slash. */
	readonly runtimeUrl: string;
	/** How many threads compute on the CPU, where it can be chosen; missing: the engine chooses. */
	readonly threads?: number | undefined;
	/** Of MLC models only. */
	readonly mlc?: MlcModel;
}

export interface Engine {
	/**
	 * Builds a ready session, of a model that writes or of one that fills masks. The files' bytes may be taken over by the engine.
	 *
	 * @throws AppError `model-invalid`, `model-unsupported`, `model-operator-missing`,
	 *   `model-needs-f16`, `model-vocabulary-mismatch`, `model-file-missing`, `model-data-mismatch`,
	 *   `webgpu-unavailable`, `engine-out-of-memory`, `engine-failed`, `aborted`
	 */
	load(
		files: readonly AnyModelFile[],
		options: EngineLoadOptions,
		signal: AbortSignal
	): Promise<AnySession>;
}

/** A part of a prompt. */
export interface PromptPiece {
	readonly text: string;
	/** Whether a message says it, and not the template. */
	readonly fromContent: boolean;
	/** Whether the message is the model's own; missing: it is not. */
	readonly byModel?: boolean;
}

export interface RenderedChat {
	/** In order, none empty; together they are the prompt. */
	readonly pieces: readonly PromptPiece[];
	/** Whether the template asked for the date. */
	readonly usesDate: boolean;
}

/** A prompt as ids, and what of it only looks like the model's own control tokens. */
export interface EncodedPrompt {
	readonly tokenIds: number[];
	/** Names of the control tokens that messages spell, each once, in order. */
	readonly spelled: readonly string[];
}

export function textOfChat({ pieces }: Pick<RenderedChat, 'pieces'>): string {
	return pieces.map(({ text }) => text).join('');
}

export interface EngineTokenizer {
	readonly vocabularySize: number;
	/** Ends a turn or a text; drawing one stops a run. */
	readonly stopTokenIds: readonly number[];
	/**
	 * Texts that end the model's turn, for templates whose end is no single token (`<human>:`). Missing
	 * where there are none.
	 */
	readonly stopTexts?: readonly string[];
	readonly specialTokenIds: ReadonlySet<number>;
	/**
	 * What a text without context follows: the beginning-of-text token, or else the end-of-text token,
	 * as the tokenizer's configuration names them. Missing or null where it names none.
	 */
	readonly prefixTokenId?: number | null;
	/** The chat template's text (Jinja, or canonical JSON of MLC's `conv_template`), or null for a base model without one. */
	readonly chatTemplate: string | null;
	/** What it thinks between, as a Jinja template tells; missing or null where it does not. */
	readonly thinkingMarks?: ThinkingMarks | null;
	/**
	 * As Hugging Face `tokenizer(text, add_special_tokens=…)`: special tokens written out in `text`
	 * are recognised in any case.
	 *
	 * @param addSpecial whether the tokenizer adds its own (a beginning-of-text token, say): true for
	 *   plain text, false for what a chat template has rendered
	 */
	encode(text: string, addSpecial: boolean): number[];
	/**
	 * The pieces of one prompt: the ids of `encode`, unless messages spell control tokens and these are
	 * to be text.
	 *
	 * @param options.contentAsText false: what messages spell is the token, as in `encode`; true only
	 *   without `addSpecial`
	 * @throws AppError `control-token-spelled` (details: tokens) when they cannot be read as text
	 */
	encodePrompt(
		pieces: readonly PromptPiece[],
		options: { readonly addSpecial: boolean; readonly contentAsText: boolean }
	): EncodedPrompt;
	/** @param keepSpecial whether special tokens are spelled out or left away */
	decode(tokenIds: readonly number[], keepSpecial: boolean): string;
	/**
	 * The token as a person would read it, with its leading space; special ones spelled out, parts of
	 * a character as `<0xE2>`. Marks for white space are ui's business.
	 */
	piece(tokenId: number): string;
	/**
	 * Messages through the model's own template, ready for an answer.
	 *
	 * @param date what a template is told that asks for today, as `2026-11-30T07:08:09`; null: it
	 *   finds no clock
	 * @throws AppError `template-failed`
	 */
	renderChat(messages: readonly RunMessage[], date: string | null): RenderedChat;
}

/** What every loaded model says of its weights. */
interface WeightsOfSession {
	/**
	 * Bytes that its 8-bit weights come to as float32; 0 without such weights, missing where an engine
	 * does not tell. `engine.options` says whether they were unfolded at load.
	 */
	readonly unfoldedBytes?: number | undefined;
	/** Whether the files hold half floats, in which a GPU computes; missing: they do not. */
	readonly halfFloats?: boolean;
}

/** How a prompt of several tokens is fed. */
export type Prefill = RunEngine['prefill'];

export interface EngineSession extends WeightsOfSession {
	/** Tells it from a `MaskedSession`. */
	readonly task?: 'generate';
	readonly tokenizer: EngineTokenizer;
	/** Most tokens, prompt and output together, that the model can attend to. */
	readonly contextLength: number;
	/** What its publisher recommends; null or missing where nobody says. */
	readonly published?: PublishedSettings | null;
	/** What goes into the run file, with the way that prompts are read when nobody asks for another. */
	readonly engine: RunEngine;
	/** The ways of reading a prompt that can be asked for; missing where there is only `engine.prefill`. */
	readonly prefills?: readonly Prefill[];
	/** Settles when the session can never be used again (GPU device lost); never rejects. */
	readonly lost: Promise<string>;
	/**
	 * Forgets everything fed so far: the next step starts from an empty KV cache.
	 *
	 * @param prefill how the steps that follow read several tokens; missing, or one that the session
	 *   does not have: `engine.prefill`
	 */
	reset(prefill?: Prefill): void;
	/**
	 * Feeds tokens after those fed before and gives the raw logits that follow the last one. How they
	 * are fed, `reset` was told; cuts depend on positions alone, so that the same text has the same bits.
	 *
	 * @param tokenIds at least one
	 * @param onRead called after each of several passes with the number of tokens that were fed
	 * @returns float32 logits, shape [vocabularySize]; valid until the next call
	 * @throws AppError `device-lost`, `engine-out-of-memory`, `engine-failed`, `aborted`
	 */
	step(
		tokenIds: readonly number[],
		signal: AbortSignal,
		onRead?: (tokens: number) => void
	): Promise<Float32Array>;
	/**
	 * Feeds tokens after those fed before, many in one pass, and gives the raw logits that follow
	 * each of them: several times faster than steps, and other in the last bits. Never holds more
	 * than 64 MB of logits. Missing where an engine gives only the last ones.
	 *
	 * @param options.from index of the first token whose logits are wanted
	 * @param options.onLogits called in order; shape [vocabularySize], valid during the call
	 * @throws AppError as `step` does, and what `onLogits` throws
	 */
	forward?(
		tokenIds: readonly number[],
		options: { readonly from: number; readonly onLogits: (logits: Float32Array) => void },
		signal: AbortSignal
	): Promise<void>;
	/**
	 * Remembers what was fed so far, until it is marked again or reset. Missing, with `rewind`, where an
	 * engine cannot.
	 */
	mark?(): void;
	/** Forgets what was fed since `mark`; may be called again and again. */
	rewind?(): void;
	/** What continues inside; missing where the engine, or the model's file, does not show it. */
	readonly internals?: EngineInternals | undefined;
	/** Frees memory; the session is unusable afterwards. */
	dispose(): Promise<void>;
}

/** One attention head; both count from 0. */
export interface HeadPlace {
	readonly layer: number;
	readonly head: number;
}

/** Looks inside the model. All of it starts from an empty KV cache and leaves the cache empty. */
export interface EngineInternals {
	readonly layers: number;
	/** Attention heads a layer. */
	readonly heads: number;
	/** How many tokens can be looked at: their attention weights never exceed 128 MB. */
	readonly maxTokens: number;
	/**
	 * Where each head looked, in one forward pass over a text.
	 *
	 * @param tokenIds 1 to `maxTokens`
	 * @returns one array a layer, shape [heads, tokens, tokens]: of query i, key j; 0 where j > i,
	 *   and the weights of each query sum to 1
	 * @throws AppError as `EngineSession.step` does
	 */
	attend(tokenIds: readonly number[], signal: AbortSignal): Promise<Float32Array<ArrayBuffer>[]>;
	/**
	 * What the model would say if its output layer read the residual stream after each layer: the
	 * logit lens. Layer 0 is the embedding, layer `layers` is what the model does say.
	 *
	 * @param options.onLogits called for every layer and token; shape [vocabularySize], valid during the call
	 * @throws AppError as `EngineSession.step` does, `internals-unavailable`
	 * @see nostalgebraist, "interpreting GPT: the logit lens" (2020)
	 */
	lens(
		tokenIds: readonly number[],
		options: {
			readonly onLogits: (layer: number, index: number, logits: Float32Array) => void;
		},
		signal: AbortSignal
	): Promise<void>;
	/**
	 * The same model with some heads switched off: they add nothing to the residual stream. Its
	 * `engine` says so, and the caller disposes of it. With no head off it gives the same bits.
	 *
	 * @throws AppError `internals-unavailable`, `engine-out-of-memory`, `engine-failed`
	 */
	ablated(heads: readonly HeadPlace[]): Promise<EngineSession>;
	dispose(): Promise<void>;
}

/** What a model that fills masks needs of its tokenizer. */
export interface MaskTokenizer extends Pick<
	EngineTokenizer,
	'vocabularySize' | 'specialTokenIds' | 'encode' | 'encodePrompt' | 'piece'
> {
	/** How the mask is written in a text, e.g. `[MASK]`. */
	readonly maskToken: string;
	readonly maskTokenId: number;
}

/** A masked language model: reads a whole sequence at once, and writes nothing. */
export interface MaskedSession extends WeightsOfSession {
	readonly task: 'fill-mask';
	readonly tokenizer: MaskTokenizer;
	/** Most tokens of a sequence, special ones included. */
	readonly contextLength: number;
	/** What goes into the run file. */
	readonly engine: RunEngine;
	/** As `EngineSession.lost`. */
	readonly lost: Promise<string>;
	/**
	 * One forward pass over one sequence.
	 *
	 * @param tokenIds with its special tokens and masks; at most `contextLength`
	 * @param options.positions whose logits are wanted, in order
	 * @param options.onLogits called once a position; float32, shape [vocabularySize], valid during the call
	 * @throws AppError `device-lost`, `engine-out-of-memory`, `engine-failed`, `aborted`
	 */
	read(
		tokenIds: readonly number[],
		options: {
			readonly positions: readonly number[];
			readonly onLogits: (logits: Float32Array) => void;
		},
		signal: AbortSignal
	): Promise<void>;
	/** Frees memory; the session is unusable afterwards. */
	dispose(): Promise<void>;
}

export type AnySession = EngineSession | MaskedSession;
