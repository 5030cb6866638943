/**
 * One tokenizer of Hugging Face's own library, in an instance of its own: its memory goes with it.
 * The functions are documented in tools/tokenizers/native/src/lib.rs.
 */
import { AppError } from '#core/errors.ts';
import type { PromptPiece } from '../engine.ts';
import { tokenizersModule } from './tokenizers-module.ts';

interface Exports {
	readonly memory: WebAssembly.Memory;
	readonly __stack_pointer: WebAssembly.Global<'i32'>;
	start(): void;
	alloc(length: number): number;
	out_ptr(): number;
	out_len(): number;
	load(pointer: number, length: number): number;
	encode(pointer: number, length: number, flags: number): number;
	encode_prompt(pointer: number, length: number): number;
	decode(pointer: number, length: number, skipSpecial: number): number;
	entry(tokenId: number): number;
}

export interface AddedToken {
	readonly id: number;
	readonly content: string;
	readonly special: boolean;
}

interface Description {
	readonly size: number;
	readonly added: readonly AddedToken[];
}

/** What `encode_prompt` takes, as JSON. */
export interface PromptParts {
	readonly pieces: readonly PromptPiece[];
	/** Ids that count as control tokens, besides the special ones and those that the template writes. */
	readonly control: readonly number[];
	readonly addSpecial: boolean;
	/** Whether what content spells is text. */
	readonly contentAsText: boolean;
}

/** What `encode_prompt` gives. */
export interface PromptIds {
	/** Null when content spells what cannot be read as text. */
	readonly ids: number[] | null;
	/** The control tokens that content spells, each once, in order. */
	readonly spelled: readonly number[];
}

const LONE_SURROGATE = /[\ud800-\udfff]/gu;

const ADD_SPECIAL = 1;
const SPECIAL_AS_TEXT = 2;

/** What the library says of a file or a text that it refuses. */
export class TokenizerRefusal extends Error {
	override readonly name = 'TokenizerRefusal';
}

export class NativeTokenizer {
	/** One more than the largest id, added tokens included. */
	readonly size: number;
	readonly addedTokens: readonly AddedToken[];

	readonly #exports: Exports;
	readonly #encoder = new TextEncoder();

	private constructor(exports: Exports, { size, added }: Description) {
		this.#exports = exports;
		this.size = size;
		this.addedTokens = added;
	}

	/**
	 * @param json a `tokenizer.json`, UTF-8
	 * @throws TokenizerRefusal with the library's reason; AppError `engine-out-of-memory`
	 */
	static async create(json: Uint8Array): Promise<NativeTokenizer> {
		const imports = { host: { now: () => performance.now() } };
		const native = await instantiate(await tokenizersModule(), imports);
		native.start();
		const description = call(native, json, (pointer, length) => native.load(pointer, length));
		return new NativeTokenizer(native, JSON.parse(textOf(description)) as Description);
	}

	/**
	 * @param addSpecial whether the tokenizer adds its own tokens, e.g. one for the beginning
	 * @param specialAsText whether the name of a special token in the text is text like any other
	 * @throws TokenizerRefusal
	 */
	encode(text: string, addSpecial: boolean, specialAsText: boolean): number[] {
		const flags = (addSpecial ? ADD_SPECIAL : 0) | (specialAsText ? SPECIAL_AS_TEXT : 0);
		const bytes = call(this.#exports, this.#encoder.encode(text), (pointer, length) =>
			this.#exports.encode(pointer, length, flags)
		);
		return [...new Uint32Array(bytes.buffer)];
	}

	/** @throws TokenizerRefusal */
	encodePrompt({ pieces, ...how }: PromptParts): PromptIds {
		const whole = pieces.map(({ text, ...from }) => ({
			// As a `TextEncoder` writes them: JSON for Rust has none.
			text: text.replaceAll(LONE_SURROGATE, '\ufffd'),
			...from
		}));
		const json = this.#encoder.encode(JSON.stringify({ pieces: whole, ...how }));
		const encoded = call(this.#exports, json, (pointer, length) =>
			this.#exports.encode_prompt(pointer, length)
		);
		return JSON.parse(textOf(encoded)) as PromptIds;
	}

	/**
	 * @param tokenIds those without a token are passed over
	 * @throws TokenizerRefusal
	 */
	decode(tokenIds: readonly number[], skipSpecial: boolean): string {
		const input = new Uint8Array(Uint32Array.from(tokenIds).buffer);
		const bytes = call(this.#exports, input, (pointer, length) =>
			this.#exports.decode(pointer, length, Number(skipSpecial))
		);
		return textOf(bytes);
	}

	/** @returns the vocabulary's entry, e.g. `Ġthe`; null for an id without a token */
	entry(tokenId: number): string | null {
		if (this.#exports.entry(tokenId) !== 0) return null;
		return textOf(resultOf(this.#exports));
	}
}

/** @throws AppError `engine-out-of-memory` */
async function instantiate(
	code: WebAssembly.Module,
	imports: WebAssembly.Imports
): Promise<Exports> {
	try {
		return (await WebAssembly.instantiate(code, imports)).exports as unknown as Exports;
	} catch (cause) {
		if (!(cause instanceof RangeError)) throw cause;
		throw new AppError('engine-out-of-memory', 'no memory for a tokenizer', { cause });
	}
}

function resultOf(native: Exports): Uint8Array<ArrayBuffer> {
	const [pointer, length] = [unsigned(native.out_ptr()), unsigned(native.out_len())];
	return new Uint8Array(native.memory.buffer, pointer, length).slice();
}

/** A byte order mark is text here. */
function textOf(bytes: Uint8Array): string {
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** WebAssembly says addresses beyond 2 GiB as negative numbers. */
function unsigned(address: number): number {
	return address >>> 0;
}

/**
 * Whether calls nested deeper than a stack: the browser's own, for which each has its own class and words, or the
 * library's in its memory, at whose end its addresses are out of bounds.
 */
function isStackOverflow(error: unknown): boolean {
	const { name, message } = error instanceof Error ? error : { name: '', message: '' };
	if (error instanceof WebAssembly.RuntimeError) return /out of bounds/i.test(message);
	return name === 'InternalError' || (name === 'RangeError' && message.includes('call stack'));
}

/**
 * A panic ends a call in its middle: the stack is put back, and its reason becomes the refusal. So does what
 * the library recurses on, like an expression of thousands of groups in each other.
 */
function call(
	native: Exports,
	input: Uint8Array,
	run: (pointer: number, length: number) => number
): Uint8Array<ArrayBuffer> {
	const stack = native.__stack_pointer.value;
	try {
		const pointer = unsigned(native.alloc(input.length));
		new Uint8Array(native.memory.buffer, pointer, input.length).set(input);
		if (run(pointer, input.length) === 0) return resultOf(native);
	} catch (cause) {
		const isTooDeep = isStackOverflow(cause);
		if (!isTooDeep && !(cause instanceof WebAssembly.RuntimeError)) throw cause;
		native.__stack_pointer.value = stack;
		if (isTooDeep) throw new TokenizerRefusal('something in it nests too deeply', { cause });
		throw new TokenizerRefusal(textOf(resultOf(native)) || 'it needs more memory than there is', {
			cause
		});
	}
	throw new TokenizerRefusal(textOf(resultOf(native)));
}
