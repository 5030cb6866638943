/** Text to token ids and back, from a model's `tokenizer.json`, for every engine alike. */
import { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '#core/errors.ts';
import { byteLevelBytes, spellBytes } from './byte-level.ts';

const REPLACEMENT_CHARACTER = '\ufffd';
const BYTE_TOKEN = /^<0x([0-9A-F]{2})>$/;

function createTokenizer(tokenizerJson: object, tokenizerConfig: object): Tokenizer {
	try {
		return new Tokenizer(tokenizerJson, tokenizerConfig);
	} catch (cause) {
		const problem = cause instanceof Error ? cause.message : String(cause);
		throw new AppError('model-invalid', `tokenizer.json: ${problem}`, {
			details: { file: 'tokenizer.json', problem },
			cause
		});
	}
}

/** A tokenizer of another model shows itself by ids that the weights do not have. */
function checkedSize(tokenizer: Tokenizer, logitsSize: number | null): number {
	const ids = [...tokenizer.get_vocab().values()];
	const size = ids.reduce((largest, id) => Math.max(largest, id), -1) + 1;
	if (logitsSize === null) return size;
	if (size <= logitsSize) return logitsSize;
	throw new AppError(
		'model-vocabulary-mismatch',
		`tokenizer.json has ${size} tokens, the weights have ${logitsSize}`,
		{ details: { tokens: size, logits: logitsSize } }
	);
}

export class TokenCodec {
	readonly vocabularySize: number;
	readonly specialTokenIds: ReadonlySet<number>;

	readonly #tokenizer: Tokenizer;
	readonly #pieces = new Map<number, string>();
	/** An ordinary token that others are decoded after: alone, some would lose their leading space. */
	readonly #anchor: readonly number[];
	readonly #anchorLength: number;

	/**
	 * @param tokenizerJson the parsed `tokenizer.json`
	 * @param tokenizerConfig the parsed `tokenizer_config.json`, or an empty object
	 * @param logitsSize how many logits the model gives, where known: some pad their vocabulary
	 * @throws AppError `model-invalid`, `model-vocabulary-mismatch`
	 */
	constructor(tokenizerJson: object, tokenizerConfig: object, logitsSize: number | null) {
		this.#tokenizer = createTokenizer(tokenizerJson, tokenizerConfig);
		this.vocabularySize = checkedSize(this.#tokenizer, logitsSize);
		const added = [...this.#tokenizer.get_added_tokens_decoder()];
		this.specialTokenIds = new Set(added.filter(([, token]) => token.special).map(([id]) => id));
		this.#anchor = this.encode('a', false).slice(-1);
		this.#anchorLength = this.decode(this.#anchor, true).length;
	}

	/** @param addSpecial whether the tokenizer adds its own, e.g. a beginning-of-text token */
	encode(text: string, addSpecial: boolean): number[] {
		return this.#tokenizer.encode(text, { add_special_tokens: addSpecial }).ids;
	}

	/** @param keepSpecial whether special tokens are spelled out or left away */
	decode(tokenIds: readonly number[], keepSpecial: boolean): string {
		// Padded vocabularies have ids without a token; the library does not accept an empty list.
		const known = tokenIds.filter((id) => this.#tokenizer.id_to_token(id) !== undefined);
		if (known.length === 0) return '';
		return this.#tokenizer.decode(known, {
			skip_special_tokens: !keepSpecial,
			// "Cleaning up" would change text that is already written, and what stands in the prompt.
			clean_up_tokenization_spaces: false
		});
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
		const entry = this.#tokenizer.id_to_token(tokenId) ?? '';
		const isPart = piece.startsWith('<0x') && !this.specialTokenIds.has(tokenId);
		return (isPart ? byteLevelBytes(entry) : null) ?? [...new TextEncoder().encode(piece)];
	}

	#spell(tokenId: number): string {
		const entry = this.#tokenizer.id_to_token(tokenId);
		if (entry === undefined) return '';
		if (this.specialTokenIds.has(tokenId) || BYTE_TOKEN.test(entry)) return entry;
		const piece = this.decode([...this.#anchor, tokenId], true).slice(this.#anchorLength);
		return piece.includes(REPLACEMENT_CHARACTER) ? spellBytes(entry) : piece;
	}
}
