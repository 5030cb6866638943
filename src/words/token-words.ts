/** How one token is put into words. */
import type { TokenTrace } from '#core/run-file/schema.ts';
import { formatNumber } from './format.ts';

/** The token as the tokenizer spells it: special ones have no text of their own in a trace. */
export function tokenPiece(token: TokenTrace): string {
	if (token.text !== '') return token.text;
	const spelled = token.alternatives.find(({ id }) => id === token.id)?.text ?? '';
	return spelled === '' ? `#${token.id.toString()}` : spelled;
}

/** Stands for a space where one token is alone; quieter than the letters around it. */
export const SPACE_MARK = '·';

/** Blanks made visible, for places where one token is alone. */
export function withVisibleBlanks(piece: string): string {
	return piece.replaceAll(' ', SPACE_MARK).replaceAll('\n', '↵').replaceAll('\t', '⇥');
}

/** What models call the token that ends a text or a turn. */
const ENDS =
	/<\|(?:endoftext|end_of_text|im_end|eot_id|eom_id|end|end_of_turn)\|>|<(?:\/s|eos|end_of_turn)>/g;

/** For lists of what could have come: the token that ends a text is said in words. */
export function withEndInWords(piece: string): string {
	return piece.replaceAll(ENDS, '(end of text)');
}

/** The same, with blanks made visible. */
export function pieceInWords(piece: string): string {
	return withEndInWords(withVisibleBlanks(piece));
}

/** A token in a sentence. */
export function quotedToken(piece: string): string {
	return `“${withVisibleBlanks(piece)}”`;
}

/** Where a token is among all, the likeliest first; ordinals would differ from language to language. */
export function rankWords(rank: number): string {
	return rank === 1 ? 'the likeliest' : `rank ${formatNumber(rank)}`;
}

/** A token's name for those who hear it. */
export function spokenToken(piece: string): string {
	if (piece.trim() !== '') return withEndInWords(piece.trim());
	if (piece.includes('\n')) return 'line break';
	// @wc-include
	return piece === '' ? 'no text' : 'space';
}
