/** The engine port's tokenizer for MLC models: their tokenizer.json, their `conv_template`. */
import type { RunMessage } from '#core/run-file/schema.ts';
import { canonicalJson } from '#core/run-file/canonical-json.ts';
import type { EncodedPrompt, EngineTokenizer, PromptPiece, RenderedChat } from '../engine.ts';
import { TokenCodec } from '../tokenizer/token-codec.ts';
import { renderConversation, type ConvTemplate } from './conv-template.ts';
import type { MlcConfig } from './mlc-config.ts';

function toList(ids: number | readonly number[] | null | undefined): readonly number[] {
	if (ids === null || ids === undefined) return [];
	return typeof ids === 'number' ? [ids] : ids;
}

function stopTokenIdsOf(
	{ conv_template: template, eos_token_id: eos }: MlcConfig,
	fromTexts: readonly number[]
): number[] {
	return [...new Set([...(template.stop_token_ids ?? []), ...toList(eos), ...fromTexts])];
}

export class MlcTokenizer implements EngineTokenizer {
	readonly vocabularySize: number;
	readonly stopTokenIds: readonly number[];
	readonly stopTexts: readonly string[];
	readonly specialTokenIds: ReadonlySet<number>;
	/** Canonical JSON of the `conv_template`: its digest names the template in run files. */
	readonly chatTemplate: string;

	readonly #codec: TokenCodec;
	readonly #template: ConvTemplate;
	/** What opens every conversation, spelled out, so that encoding the prompt gives its ids. */
	readonly #opening: string;

	private constructor(config: MlcConfig, codec: TokenCodec) {
		this.#codec = codec;
		this.#template = config.conv_template;
		this.vocabularySize = this.#codec.vocabularySize;
		this.specialTokenIds = this.#codec.specialTokenIds;
		this.chatTemplate = canonicalJson(config.conv_template);
		const ends = this.#readStopStrings(config.conv_template.stop_str ?? []);
		this.stopTexts = ends.texts;
		this.stopTokenIds = stopTokenIdsOf(config, ends.tokenIds);
		this.#opening = (config.conv_template.system_prefix_token_ids ?? [])
			.map((id) => this.#codec.piece(id))
			.join('');
	}

	/** @throws AppError as `TokenCodec.create` */
	static async create(config: MlcConfig, tokenizerJson: Uint8Array): Promise<MlcTokenizer> {
		return new MlcTokenizer(config, await TokenCodec.create(tokenizerJson, config.vocab_size));
	}

	encode(text: string, addSpecial: boolean): number[] {
		return this.#codec.encode(text, addSpecial);
	}

	encodePrompt(
		pieces: readonly PromptPiece[],
		options: { readonly addSpecial: boolean; readonly contentAsText: boolean }
	): EncodedPrompt {
		return this.#codec.encodePrompt(pieces, { ...options, control: this.stopTokenIds });
	}

	decode(tokenIds: readonly number[], keepSpecial: boolean): string {
		return this.#codec.decode(tokenIds, keepSpecial);
	}

	piece(tokenId: number): string {
		return this.#codec.piece(tokenId);
	}

	renderChat(messages: readonly RunMessage[]): RenderedChat {
		const opening = { text: this.#opening, fromContent: false };
		const pieces = [opening, ...renderConversation(this.#template, messages)];
		return { pieces: pieces.filter(({ text }) => text !== ''), usesDate: false };
	}

	/** A text that is one special token is that token: it never becomes text. */
	#readStopStrings(stopStrings: readonly string[]): { tokenIds: number[]; texts: string[] } {
		const tokenIds: number[] = [];
		const texts: string[] = [];
		for (const text of stopStrings) {
			if (text === '') continue;
			const [id = -1, ...more] = this.#codec.encode(text, false);
			if (more.length === 0 && this.specialTokenIds.has(id)) tokenIds.push(id);
			else texts.push(text);
		}
		return { tokenIds, texts };
	}
}
