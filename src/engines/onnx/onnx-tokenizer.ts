/** The engine port's tokenizer for models in the Hugging Face layout. */
import type { RunMessage } from '#core/run-file/schema.ts';
import type { EngineTokenizer, RenderedChat } from '../engine.ts';
import { TokenCodec } from '../tokenizer/token-codec.ts';
import { ChatTemplate } from '../chat-template/chat-template.ts';
import type { ModelDescription } from './model-config.ts';

export class OnnxTokenizer implements EngineTokenizer {
	readonly vocabularySize: number;
	readonly stopTokenIds: readonly number[];
	readonly specialTokenIds: ReadonlySet<number>;
	readonly chatTemplate: string | null;

	readonly #codec: TokenCodec;
	readonly #template: ChatTemplate;

	private constructor(codec: TokenCodec, description: ModelDescription) {
		const { tokenizerConfig, chatTemplate, stopTokenIds } = description;
		this.#codec = codec;
		this.#template = new ChatTemplate(chatTemplate, tokenizerConfig);
		this.vocabularySize = this.#codec.vocabularySize;
		this.specialTokenIds = this.#codec.specialTokenIds;
		this.stopTokenIds = stopTokenIds;
		this.chatTemplate = chatTemplate;
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

	decode(tokenIds: readonly number[], keepSpecial: boolean): string {
		return this.#codec.decode(tokenIds, keepSpecial);
	}

	piece(tokenId: number): string {
		return this.#codec.piece(tokenId);
	}

	renderChat(messages: readonly RunMessage[], date: string | null): RenderedChat {
		return this.#template.render(messages, date);
	}
}
