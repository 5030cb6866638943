/**
 * Which tokens two outputs share, in order: Myers' O(ND) difference algorithm on token ids.
 *
 * @see E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986)
 */

/** A stretch that both have, or that one or both have in its place. Ends are exclusive. */
export interface AlignedSpan {
	readonly kind: 'same' | 'different';
	readonly a: readonly [from: number, to: number];
	readonly b: readonly [from: number, to: number];
}

/** Beyond this many insertions and deletions two texts have little to do with each other. */
const MOST_EDITS = 1000;

/**
 * @returns spans in order, covering both lists without gaps; 'same' and 'different' take turns
 */
export function alignTokens(a: readonly number[], b: readonly number[]): AlignedSpan[] {
	const shorter = Math.min(a.length, b.length);
	let head = 0;
	while (head < shorter && a[head] === b[head]) head++;
	let tail = 0;
	while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
	const middle = matches(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
	const pairs = [
		...Array.from({ length: head }, (_, i) => [i, i] as const),
		...middle.map(([i, j]) => [i + head, j + head] as const),
		...Array.from({ length: tail }, (_, i) => [a.length - tail + i, b.length - tail + i] as const)
	];
	return toSpans(pairs, a.length, b.length);
}

type Pair = readonly [a: number, b: number];

/** Indices of equal tokens, ascending in both; none when the lists are too different. */
function matches(a: readonly number[], b: readonly number[]): Pair[] {
	const most = Math.min(MOST_EDITS, a.length + b.length);
	const offset = most + 1;
	/** Furthest a-index reached on each diagonal (a-index − b-index), at `diagonal + offset`. */
	const reached = new Int32Array(2 * most + 3);
	const history: Int32Array[] = [];
	for (let edits = 0; edits <= most; edits++) {
		history.push(reached.slice(offset - edits - 1, offset + edits + 2));
		for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
			const left = reached[offset + diagonal - 1] ?? 0;
			const right = reached[offset + diagonal + 1] ?? 0;
			const down = diagonal === -edits || (diagonal !== edits && left < right);
			const x = slide(a, b, down ? right : left + 1, diagonal);
			reached[offset + diagonal] = x;
			if (x >= a.length && x - diagonal >= b.length) return backtrack(history, a.length, b.length);
		}
	}
	return [];
}

/** The a-index at which equal tokens from `x` on along a diagonal end. */
function slide(a: readonly number[], b: readonly number[], x: number, diagonal: number): number {
	let end = x;
	while (end < a.length && end - diagonal < b.length && a[end] === b[end - diagonal]) end++;
	return end;
}

/** Walks the recorded frontiers back to the beginning and collects what was equal on the way. */
function backtrack(history: readonly Int32Array[], aLength: number, bLength: number): Pair[] {
	const pairs: Pair[] = [];
	let x = aLength;
	let y = bLength;
	for (let edits = history.length - 1; edits >= 0; edits--) {
		const reached = history[edits] ?? new Int32Array(0);
		const at = (diagonal: number): number => reached[diagonal + edits + 1] ?? 0;
		const diagonal = x - y;
		const down = diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
		const fromDiagonal = down ? diagonal + 1 : diagonal - 1;
		const fromX = edits === 0 ? 0 : at(fromDiagonal);
		const fromY = edits === 0 ? 0 : fromX - fromDiagonal;
		while (x > fromX && y > fromY) {
			x--;
			y--;
			pairs.push([x, y]);
		}
		x = fromX;
		y = fromY;
	}
	return pairs.reverse();
}

function toSpans(pairs: readonly Pair[], aLength: number, bLength: number): AlignedSpan[] {
	const spans: AlignedSpan[] = [];
	let a = 0;
	let b = 0;
	let run = 0;
	const flush = (nextA: number, nextB: number): void => {
		if (run > 0) spans.push({ kind: 'same', a: [a - run, a], b: [b - run, b] });
		if (nextA > a || nextB > b) spans.push({ kind: 'different', a: [a, nextA], b: [b, nextB] });
		run = 0;
	};
	for (const [i, j] of pairs) {
		if (i !== a || j !== b) {
			flush(i, j);
			[a, b] = [i, j];
		}
		a++;
		b++;
		run++;
	}
	flush(aLength, bLength);
	return spans;
}
