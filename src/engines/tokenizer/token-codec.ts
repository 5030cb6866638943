/** Text to token ids and back, from a model's `tokenizer.json`, for every engine alike. */
import { AppError } from '#core/errors.ts';
import type { EncodedPrompt, PromptPiece } from '../engine.ts';
import { byteLevelBytes, spellBytes } from './byte-level.ts';
import { NativeTokenizer, TokenizerRefusal, type PromptParts } from './native-tokenizer.ts';

const FILE = 'tokenizer.json';
/** Twice the largest that is published (Gemma 3: 33 MB). Reading takes four times as much memory. */
const BYTES_AT_MOST = 64 * 2 ** 20;
/** How far the vocabulary of the weights' own tokenizer may go beyond them, added tokens apart. */
const SPARE_AT_MOST = 64;
const REPLACEMENT_CHARACTER = '\ufffd';
const BYTE_TOKEN = /^<0x([0-9A-F]{2})>$/;

export class TokenCodec {
	readonly vocabularySize: number;
	readonly specialTokenIds: ReadonlySet<number>;

	readonly #tokenizer: NativeTokenizer;
	readonly #added: ReadonlyMap<number, string>;
	readonly #pieces = new Map<number, string>();
	/** An ordinary token that others are decoded after: alone, some would lose their leading space. */
	readonly #anchor: readonly number[];
	readonly #anchorLength: number;

	private constructor(tokenizer: NativeTokenizer, logitsSize: number | null) {
		const added = tokenizer.addedTokens;
		this.#tokenizer = tokenizer;
		this.#added = new Map(added.map(({ id, content }) => [id, content]));
		this.vocabularySize = logitsSize ?? tokenizer.size;
		this.specialTokenIds = new Set(added.filter(({ special }) => special).map(({ id }) => id));
		this.#checkSize();
		this.#anchor = this.#ids('a').slice(-1);
		this.#anchorLength = this.decode(this.#anchor, true).length;
	}

	/**
	 * @param tokenizerJson the file's bytes
	 * @param logitsSize how many logits the model gives, where known: some pad their vocabulary
	 * @throws AppError `model-invalid` (details: file, problem) with the library's own reason,
	 *   `model-vocabulary-mismatch`; `engine-failed` when the library cannot be fetched
	 */
	static async create(tokenizerJson: Uint8Array, logitsSize: number | null): Promise<TokenCodec> {
		if (tokenizerJson.length > BYTES_AT_MOST) {
			const megabytes = Math.round(tokenizerJson.length / 1e6);
			throw invalid(`it has ${megabytes} MB; ${Math.floor(BYTES_AT_MOST / 1e6)} MB can be read`);
		}
		try {
			return new TokenCodec(await NativeTokenizer.create(tokenizerJson), logitsSize);
		} catch (error) {
			throw refusal(error);
		}
	}

	/**
	 * @param addSpecial whether the tokenizer adds its own, e.g. a beginning-of-text token
	 * @param specialAsText whether a special token's name in the text is text like any other
	 * @throws AppError `model-vocabulary-mismatch` when a token of the text has no logits or embedding,
	 *   `model-invalid` when the tokenizer cannot read this text (an expression that explodes)
	 */
	encode(text: string, addSpecial: boolean, specialAsText = false): number[] {
		return this.#known(refusing(() => this.#tokenizer.encode(text, addSpecial, specialAsText)));
	}

	/**
	 * @param parts.control ids that count as control tokens besides the special ones and those added
	 *   tokens that the template writes into this prompt
	 * @see EngineTokenizer.encodePrompt
	 * @throws AppError as `encode`, and `control-token-spelled` (details: tokens)
	 */
	encodePrompt(
		pieces: readonly PromptPiece[],
		options: Omit<PromptParts, 'pieces'>
	): EncodedPrompt {
		const { ids, spelled } = refusing(() => this.#tokenizer.encodePrompt({ pieces, ...options }));
		const names = spelled.map((id) => this.#added.get(id) ?? '');
		if (ids !== null) return { tokenIds: this.#known(ids), spelled: names };
		const tokens = names.join(' ');
		throw new AppError('control-token-spelled', `${FILE} cannot read ${tokens} as text`, {
			details: { tokens }
		});
	}

	/** @param keepSpecial whether special tokens are spelled out or left away */
	decode(tokenIds: readonly number[], keepSpecial: boolean): string {
		return refusing(() => this.#tokenizer.decode(tokenIds, !keepSpecial));
	}

	/** @returns the id of an added token of this name; null if missing */
	addedToken(content: string): number | null {
		for (const [id, name] of this.#added) if (name === content) return id;
		return null;
	}

	/** The token as a person would read it, special ones spelled out, parts of a character as bytes. */
	piece(tokenId: number): string {
		const known = this.#pieces.get(tokenId);
		if (known !== undefined) return known;
		const piece = this.#spell(tokenId);
		this.#pieces.set(tokenId, piece);
		return piece;
	}

	/** The bytes that a token adds to a text, as UTF-8; of a special token those of its name. */
	bytes(tokenId: number): number[] {
		const piece = this.piece(tokenId);
		const byte = BYTE_TOKEN.exec(piece)?.[1];
		if (byte !== undefined) return [Number.parseInt(byte, 16)];
		const entry = this.#entry(tokenId) ?? '';
		const isPart = piece.startsWith('<0x') && !this.specialTokenIds.has(tokenId);
		return (isPart ? byteLevelBytes(entry) : null) ?? [...new TextEncoder().encode(piece)];
	}

	/** @returns the ids, when the weights have all of them */
	#known(ids: number[]): number[] {
		const beyond = ids.find((id) => id >= this.vocabularySize);
		if (beyond !== undefined) throw mismatch(beyond + 1, this.vocabularySize);
		return ids;
	}

	#entry(tokenId: number): string | null {
		return this.#added.get(tokenId) ?? this.#tokenizer.entry(tokenId);
	}

	#spell(tokenId: number): string {
		const entry = this.#entry(tokenId);
		if (entry === null) return '';
		if (this.specialTokenIds.has(tokenId) || BYTE_TOKEN.test(entry)) return entry;
		const piece = this.decode([...this.#anchor, tokenId], true).slice(this.#anchorLength);
		return piece.includes(REPLACEMENT_CHARACTER) ? spellBytes(entry) : piece;
	}

	/** A text's ids, also such as the weights do not have. */
	#ids(text: string): number[] {
		return this.#tokenizer.encode(text, false, false);
	}

	/**
	 * A tokenizer of another model shows itself by a vocabulary that goes far beyond the weights. Added
	 * tokens beyond them are published on purpose (Gemma 3's for images): no prompt may use them.
	 */
	#checkSize(): void {
		const { size } = this.#tokenizer;
		let ordinary = size;
		while (ordinary > 0 && this.#added.has(ordinary - 1)) ordinary--;
		if (ordinary > this.vocabularySize + SPARE_AT_MOST) throw mismatch(size, this.vocabularySize);
	}
}

function mismatch(tokens: number, logits: number): AppError {
	return new AppError(
		'model-vocabulary-mismatch',
		`${FILE} has ${tokens} tokens, the weights have ${logits}`,
		{ details: { tokens, logits } }
	);
}

function invalid(problem: string, cause?: unknown): AppError {
	return new AppError('model-invalid', `${FILE}: ${problem}`, {
		details: { file: FILE, problem },
		cause
	});
}

function refusal(error: unknown): unknown {
	return error instanceof TokenizerRefusal ? invalid(error.message, error) : error;
}

function refusing<Result>(work: () => Result): Result {
	try {
		return work();
	} catch (error) {
		throw refusal(error);
	}
}
