/** How one token is put into words. */
import type { TokenTrace } from '#core/run-file/schema.ts';

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

/** A token's name for those who hear it. */
export function spokenToken(piece: string): string {
	if (piece.trim() !== '') return piece.trim();
	if (piece.includes('\n')) return 'line break';
	return piece === '' ? 'no text' : 'space';
}
