/** How one token is put into words. */
import type { TokenTrace } from '#core/run-file/schema.ts';
import { formatNumber } from './format.ts';

/** The token as the tokenizer spells it: special ones have no text of their own in a trace. */
export function tokenPiece(token: TokenTrace): string {
	if (token.text !== '') return token.text;
	const spelled = token.alternatives.find(({ id }) => id === token.id)?.text ?? '';
	return spelled === '' ? `#${token.id.toString()}` : spelled;
}

/** Blanks made visible, for places where one token stands alone. */
export function withVisibleBlanks(piece: string): string {
	return piece.replaceAll(' ', '␣').replaceAll('\n', '↵').replaceAll('\t', '⇥');
}

/** A token in a sentence. */
export function quotedToken(piece: string): string {
	return `“${withVisibleBlanks(piece)}”`;
}

/** Where a token stands among all, the likeliest first; ordinals would differ from language to language. */
export function rankWords(rank: number): string {
	return rank === 1 ? 'the likeliest' : `rank ${formatNumber(rank)}`;
}

/** A token's name for those who hear it. */
export function spokenToken(piece: string): string {
	if (piece.trim() !== '') return piece.trim();
	if (piece.includes('\n')) return 'line break';
	// @wc-include
	return piece === '' ? 'no text' : 'space';
}
