/** The token that ends an assistant's turn, as a chat template writes it. */
import { AppError } from '#core/errors.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import type { TokenCodec } from '../tokenizer/token-codec.ts';

/** Two turns after each other show what lies between them. No template has this answer. */
const ANSWER = 'answer 8e1f';
const TURNS: readonly RunMessage[] = [
	{ role: 'user', content: 'question' },
	{ role: 'assistant', content: ANSWER },
	{ role: 'user', content: 'question' }
];

function renderedTurns(render: (messages: readonly RunMessage[]) => string): string {
	try {
		return render(TURNS);
	} catch (error) {
		if (error instanceof AppError) return '';
		throw error;
	}
}

/** @returns null where the template ends turns with plain text, or renders no such chat */
export function endOfTurn(
	render: (messages: readonly RunMessage[]) => string,
	codec: TokenCodec
): number | null {
	const [, after = ''] = renderedTurns(render).split(ANSWER);
	const isBlank = (id: number): boolean => codec.piece(id).trim() === '';
	const first = codec
		.encode(after, false)
		.find((id) => codec.specialTokenIds.has(id) || !isBlank(id));
	return first !== undefined && codec.specialTokenIds.has(first) ? first : null;
}
