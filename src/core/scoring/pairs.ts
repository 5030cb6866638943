/** Minimal pairs: two texts that differ in little, and which of them a model expects more. */
import { alignTokens } from '../diff/align-tokens.ts';
import { exp } from '../sampling/exp-ln.ts';
import { bits, LN2, type ScoredText, type ScoredToken } from './scored-text.ts';

export interface TextPair {
	readonly a: string;
	readonly b: string;
}

export interface ReadPairs {
	readonly pairs: readonly TextPair[];
	/** Numbers, from 1, of lines that are no pair. */
	readonly badLines: readonly number[];
}

const CHOICE = /\{([^{}|]*)\|([^{}|]*)\}/g;

/** Tidies the blanks that are left where one side of a choice was empty. */
function pick(line: string, side: 1 | 2): string {
	return line
		.replaceAll(CHOICE, (_, first: string, second: string) => (side === 1 ? first : second))
		.replaceAll(/ {2,}/g, ' ')
		.trim();
}

function readLine(line: string): TextPair | null {
	if (line.search(CHOICE) >= 0) return { a: pick(line, 1), b: pick(line, 2) };
	const parts = line.split(line.includes('\t') ? '\t' : '|').map((part) => part.trim());
	const [a = '', b = ''] = parts;
	return parts.length === 2 && a !== '' && b !== '' ? { a, b } : null;
}

/**
 * Reads a pair a line: `The nurse said that {she|he} was tired.`, or both texts with `|` or a tab
 * between them. Empty lines do not count.
 */
export function readPairs(source: string): ReadPairs {
	const pairs: TextPair[] = [];
	const badLines: number[] = [];
	for (const [index, line] of source.split('\n').entries()) {
		if (line.trim() === '') continue;
		const pair = readLine(line.trim());
		if (pair === null || pair.a === pair.b) badLines.push(index + 1);
		else pairs.push(pair);
	}
	return { pairs, badLines };
}

export interface AlignedToken {
	/** What they share is there in both. */
	readonly a: ScoredToken | null;
	readonly b: ScoredToken | null;
	/** Log-odds that this place adds, in bits: above 0 it speaks for `a`. */
	readonly bits: number;
	readonly same: boolean;
}

export interface ScoredPair {
	/** log2 of P(a) / P(b), over every token that has a score: above 0 the model expects `a` more. */
	readonly logOdds: number;
	readonly places: readonly AlignedToken[];
	/** False when they differ in a first token, which nothing comes before: its odds are missing. */
	readonly isWhole: boolean;
}

function bitsOf(token: ScoredToken | undefined | null): number {
	return bits(token?.score?.logprob ?? 0);
}

export function scorePair(a: ScoredText, b: ScoredText): ScoredPair {
	const ids = ({ tokens }: ScoredText) => tokens.map(({ id }) => id);
	const places = alignTokens(ids(a), ids(b)).flatMap(({ kind, a: inA, b: inB }) => {
		const length = Math.max(inA[1] - inA[0], inB[1] - inB[0]);
		return Array.from({ length }, (_, i): AlignedToken => {
			const tokenA = inA[0] + i < inA[1] ? (a.tokens[inA[0] + i] ?? null) : null;
			const tokenB = inB[0] + i < inB[1] ? (b.tokens[inB[0] + i] ?? null) : null;
			const same = kind === 'same';
			return { a: tokenA, b: tokenB, bits: bitsOf(tokenA) - bitsOf(tokenB), same };
		});
	});
	return {
		logOdds: places.reduce((sum, place) => sum + place.bits, 0),
		places,
		isWhole: places.every(
			({ same, a: left, b: right }) =>
				same || ((left === null || left.score !== null) && (right === null || right.score !== null))
		)
	};
}

/** The share of `a` when the model must choose between the two: 0 to 1. */
export function shareOfA(logOdds: number): number {
	return 1 / (1 + exp(-logOdds * LN2));
}
