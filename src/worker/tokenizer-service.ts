/** Tokenizers without their models; each is read once and kept. */
import { AppError } from '#core/errors.ts';
import { TokenCodec } from '#engines/tokenizer/token-codec.ts';
import type { SplitText, TokenizerApi, TokenizerPlace } from '#protocol/tokenizer-api.ts';

type ReadFile = (place: TokenizerPlace, file: string) => Promise<Uint8Array | null>;

const TOKENIZER = 'tokenizer.json';

export class TokenizerService implements TokenizerApi {
	readonly #readFile: ReadFile;
	readonly #codecs = new Map<string, Promise<TokenCodec>>();

	/** @param readFile null when the model has no such file */
	constructor(readFile: ReadFile) {
		this.#readFile = readFile;
	}

	async split(
		place: TokenizerPlace,
		texts: readonly string[],
		addSpecial: boolean
	): Promise<SplitText> {
		const codec = await this.#codec(place);
		return {
			vocabularySize: codec.vocabularySize,
			tokens: texts.map((text) =>
				codec.encode(text, addSpecial).map((id) => ({
					id,
					text: codec.piece(id),
					bytes: codec.bytes(id),
					special: codec.specialTokenIds.has(id)
				}))
			)
		};
	}

	#codec(place: TokenizerPlace): Promise<TokenCodec> {
		const key = JSON.stringify(place);
		const known = this.#codecs.get(key);
		if (known !== undefined) return known;
		const read = this.#read(place);
		this.#codecs.set(key, read);
		// A file that could not be read may be there the next time.
		read.catch(() => this.#codecs.delete(key));
		return read;
	}

	async #read(place: TokenizerPlace): Promise<TokenCodec> {
		const tokenizer = await this.#readFile(place, TOKENIZER);
		if (tokenizer === null) {
			throw new AppError('model-file-missing', `the model has no ${TOKENIZER}`, {
				details: { file: TOKENIZER }
			});
		}
		return TokenCodec.create(tokenizer, null);
	}
}
