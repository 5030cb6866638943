/** Where a token came from, in words. */
import type { TokenOrigin } from '#state/runs/token-origin.ts';

/** Beside the token, in a list of what could have been there. */
export function originTag(origin: TokenOrigin): string {
	switch (origin) {
		case 'set':
			return /* @wc-include */ 'set by you';
		case 'given':
			return /* @wc-include */ 'given';
		case 'drawn':
			return /* @wc-include */ 'written';
	}
}

/** Null of one that was drawn: that is what tokens are. */
export function originSentence(origin: TokenOrigin): string | null {
	switch (origin) {
		case 'set':
			return 'You put this token here; the model did not choose it.';
		case 'given':
			return 'This run began with this token: it was kept from an earlier text or set by hand, not drawn.';
		case 'drawn':
			return null;
	}
}

/**
 * Of a token that was not drawn: what the draw would have taken.
 *
 * @param drawn its text
 * @param isSame whether that is the token that is there
 */
export function insteadOf(
	origin: Exclude<TokenOrigin, 'drawn'>,
	drawn: string,
	isSame: boolean
): string {
	if (origin === 'set') {
		return isSame
			? `You set this token; the draw would have taken “${drawn}” as well.`
			: `You set this token; the draw would have taken “${drawn}”.`;
	}
	return isSame
		? `The run began with this token; the draw would have taken “${drawn}” as well.`
		: `The run began with this token; the draw would have taken “${drawn}”.`;
}
