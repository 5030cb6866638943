/** The engine port's tokenizer for models in the Hugging Face layout. */
import type { ThinkingMarks } from '#core/chat/thinking.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import {
	textOfChat,
	type EncodedPrompt,
	type EngineTokenizer,
	type PromptPiece,
	type RenderedChat
} from '../engine.ts';
import { TokenCodec } from '../tokenizer/token-codec.ts';
import { ChatTemplate } from '../chat-template/chat-template.ts';
import { endOfTurn } from './end-of-turn.ts';
import type { ModelDescription, TokenizerConfig } from './model-config.ts';

export class OnnxTokenizer implements EngineTokenizer {
	readonly vocabularySize: number;
	readonly stopTokenIds: readonly number[];
	readonly specialTokenIds: ReadonlySet<number>;
	readonly prefixTokenId: number | null;
	readonly chatTemplate: string | null;
	readonly thinkingMarks: ThinkingMarks | null;

	readonly #codec: TokenCodec;
	readonly #template: ChatTemplate;

	private constructor(codec: TokenCodec, description: ModelDescription) {
		const { tokenizerConfig, chatTemplate, stopTokenIds } = description;
		this.#codec = codec;
		this.#template = new ChatTemplate(chatTemplate, tokenizerConfig);
		this.vocabularySize = this.#codec.vocabularySize;
		this.specialTokenIds = this.#codec.specialTokenIds;
		const { bos_token: bos, eos_token: eos } = tokenizerConfig;
		this.prefixTokenId = this.#named(bos) ?? this.#named(eos);
		this.chatTemplate = chatTemplate;
		this.thinkingMarks = this.#template.thinkingMarks();
		this.stopTokenIds = this.#allStops(stopTokenIds, tokenizerConfig);
	}

	/**
	 * @param logitsSize how many logits the model gives, where known: some pad their vocabulary
	 * @throws AppError as `TokenCodec.create`
	 */
	static async create(
		description: ModelDescription,
		logitsSize: number | null
	): Promise<OnnxTokenizer> {
		const codec = await TokenCodec.create(description.tokenizerJson, logitsSize);
		return new OnnxTokenizer(codec, description);
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

	renderChat(messages: readonly RunMessage[], date: string | null): RenderedChat {
		return this.#template.render(messages, date);
	}

	#named(token: TokenizerConfig['eos_token']): number | null {
		const content = typeof token === 'string' ? token : token?.content;
		return content === undefined ? null : this.#codec.addedToken(content);
	}

	/** The ends that the configs name by id, the tokenizer's by name, the template's by writing it. */
	#allStops(named: readonly number[], { eos_token: eos }: TokenizerConfig): number[] {
		const render = (messages: readonly RunMessage[]): string =>
			textOfChat(this.renderChat(messages, null));
		const stops = [
			...named,
			this.#named(eos),
			this.chatTemplate === null ? null : endOfTurn(render, this.#codec)
		];
		const isOwn = (id: number | null): id is number => id !== null && id < this.vocabularySize;
		return [...new Set(stops.filter(isOwn))];
	}
}
