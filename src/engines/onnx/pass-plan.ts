/** How many tokens go through a decoder at once. */
import type { RunEngine } from '#core/run-file/schema.ts';
import type { Prefill } from '../engine.ts';
import { CHUNK_TOKENS } from '../prefill.ts';
import type { ModelSignature } from './model-signature.ts';

const MOST_LOGITS_BYTES = 64 * 1024 * 1024;
/** More gains nothing on the CPU, where an abort has to wait for the pass. */
const MOST_CHECKED_TOKENS = 64;

/** Where passes end: `most` tokens in one, and at every position that is a multiple of `grid`. */
export interface PassPlan {
	readonly most: number;
	readonly grid: number;
}

type Signature = Pick<ModelSignature, 'cache' | 'hasCacheBranch'>;

/**
 * The ways of reading a prompt that a graph can be asked for, the usual one first. On the CPU that is
 * chunks, and token by token for runs that were read so: both give the same bits at any time, on any
 * machine. A graph without a cache reads the whole text in any case, and one with a branch for its
 * cache takes single tokens there.
 */
export function prefillsOf(
	backend: RunEngine['backend'],
	{ cache, hasCacheBranch }: Signature
): readonly [Prefill, ...Prefill[]] {
	if (backend === 'webgpu' || cache.length === 0) return ['one-pass'];
	return hasCacheBranch ? ['token-by-token'] : ['chunks-of-32', 'token-by-token'];
}

/** @returns tokens whose logits never exceed 64 MB, where the graph gives all of them */
function mostFitting({ cache }: Signature, vocabularySize: number): number {
	// A graph without a cache reads the whole text in every pass: nothing can be cut.
	if (cache.length === 0) return Infinity;
	return Math.max(1, Math.floor(MOST_LOGITS_BYTES / (4 * vocabularySize)));
}

/** While a prompt is read. */
export function promptPasses(
	signature: Signature,
	{ prefill, vocabularySize }: { readonly prefill: Prefill; readonly vocabularySize: number }
): PassPlan {
	switch (prefill) {
		case 'token-by-token':
			return { most: 1, grid: 1 };
		case 'chunks-of-32':
			return { most: CHUNK_TOKENS, grid: CHUNK_TOKENS };
		case 'one-pass':
			return { most: mostFitting(signature, vocabularySize), grid: Infinity };
	}
}

/** While recorded tokens are checked. */
export function checkedPasses(signature: Signature, vocabularySize: number): PassPlan {
	const fitting = mostFitting(signature, vocabularySize);
	const most = signature.cache.length === 0 ? fitting : Math.min(MOST_CHECKED_TOKENS, fitting);
	return { most, grid: Infinity };
}

/** How long the next pass may be, of `left` tokens when `seen` are in the cache. */
export function nextPassLength(
	{ hasCacheBranch }: Pick<Signature, 'hasCacheBranch'>,
	{ most, grid }: PassPlan,
	{ seen, left }: { readonly seen: number; readonly left: number }
): number {
	if (hasCacheBranch && seen > 0) return 1;
	const toTheGrid = grid === Infinity ? Infinity : grid - (seen % grid);
	return Math.min(left, most, toTheGrid);
}
