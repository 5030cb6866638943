/** Splitting texts with any model's tokenizer, in a worker of its own: no model is loaded for it. */

/** Where a model's tokenizer lies: in a folder beside the app (with a trailing slash), or in the weights store. */
export type TokenizerPlace =
	| { readonly kind: 'url'; readonly folderUrl: string }
	| { readonly kind: 'stored'; readonly modelId: string };

export interface SplitToken {
	readonly id: number;
	/** As a person would read it; parts of a character as `<0xE2>`. */
	readonly text: string;
	/** UTF-8 of what it stands for; a special token's of its name. */
	readonly bytes: readonly number[];
	readonly special: boolean;
}

export interface SplitText {
	readonly vocabularySize: number;
	/** One list a text. */
	readonly tokens: readonly (readonly SplitToken[])[];
}

export interface TokenizerApi {
	/**
	 * @param addSpecial whether the tokenizer adds its own tokens, e.g. one for the beginning
	 * @throws AppError `model-file-missing`, `model-unreachable`, `model-invalid`, `model-unknown`, `storage-…`
	 */
	split(place: TokenizerPlace, texts: readonly string[], addSpecial: boolean): Promise<SplitText>;
}
