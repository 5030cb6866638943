/** Which token an arrow key leads to. Hidden tokens (special ones, when not asked for) are passed over. */

function isDrawn(token: HTMLElement): boolean {
	return token.offsetWidth > 0 || token.getClientRects().length > 0;
}

function drawnTokens(list: HTMLElement): HTMLElement[] {
	return [...list.querySelectorAll<HTMLElement>('[data-index]')].filter(isDrawn);
}

interface Spot {
	readonly x: number;
	readonly y: number;
}

/** A token that wraps has several boxes: the first one counts. */
function spotOf(token: HTMLElement): Spot {
	// Its space may hang at the end of the line before.
	const word = token.lastElementChild ?? token;
	const box = word.getClientRects()[0] ?? word.getBoundingClientRect();
	return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
}

/** The token on the nearest line above (-1) or below (1), closest sideways. */
function acrossLines(
	tokens: readonly HTMLElement[],
	from: HTMLElement,
	direction: 1 | -1
): HTMLElement | null {
	const start = spotOf(from);
	const lineHeight = from.getClientRects()[0]?.height ?? 1;
	let best: HTMLElement | null = null;
	let bestDistance = Number.POSITIVE_INFINITY;
	for (const token of tokens) {
		const { x, y } = spotOf(token);
		const down = (y - start.y) * direction;
		if (down < lineHeight / 2) continue;
		// A line away costs more than the whole width of a line.
		const distance = down * 1000 + Math.abs(x - start.x);
		if (distance < bestDistance) {
			best = token;
			bestDistance = distance;
		}
	}
	return best;
}

/** @returns null when the key does not move, or there is nothing further that way */
export function besideToken(list: HTMLElement, from: HTMLElement, key: string): HTMLElement | null {
	const tokens = drawnTokens(list);
	const here = tokens.indexOf(from);
	switch (key) {
		case 'ArrowRight':
			return tokens[here + 1] ?? null;
		case 'ArrowLeft':
			return tokens[here - 1] ?? null;
		case 'Home':
			return tokens[0] ?? null;
		case 'End':
			return tokens.at(-1) ?? null;
		case 'ArrowDown':
			return acrossLines(tokens, from, 1);
		case 'ArrowUp':
			return acrossLines(tokens, from, -1);
		default:
			return null;
	}
}
