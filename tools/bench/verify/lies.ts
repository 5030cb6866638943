/**
 * Claims that are not true. Each keeps the numbers that the run really had: whoever wants to change
 * them as well needs the claimed weights, and with those any honest run can be made.
 */
import { promptDigest } from '#core/link/prompt-digest.ts';
import type { Claim } from '#core/verification/claim.ts';

/** The bare tokens, as from a link. */
export function withoutTrace(claim: Claim): Claim {
	return { ...claim, trace: null, text: null };
}

function withRequest(claim: Claim, changes: Partial<Claim['request']>): Claim {
	return { ...claim, request: { ...claim.request, ...changes } };
}

export function otherSeed(claim: Claim): Claim {
	return withRequest(claim, { seed: String(BigInt(claim.request.seed) + 1n) });
}

export function otherTemperature(claim: Claim): Claim {
	return withRequest(claim, { temperature: claim.request.temperature + 0.1 });
}

/** @param index which token, from 0 */
export function swappedToken(claim: Claim, index: number, vocabularySize: number): Claim {
	const other = ((claim.tokenIds[index] ?? 0) + 1 + (index % 7)) % vocabularySize;
	const trace = claim.trace?.map((token, i) => (i === index ? { ...token, id: other } : token));
	return { ...claim, tokenIds: claim.tokenIds.with(index, other), trace: trace ?? null };
}

/** The prompt in the file is another one, its token ids and digest included. */
export function otherPrompt(claim: Claim, promptTokenIds: readonly number[]): Claim {
	const prompt = claim.request.mode === 'chat' ? null : 'Tom is at the harbour.';
	const messages =
		claim.request.mode === 'chat' ? [{ role: 'user' as const, content: 'Say something.' }] : [];
	return {
		...withRequest(claim, { prompt, messages }),
		promptTokenIds,
		promptDigest: promptDigest(promptTokenIds)
	};
}

/** Made with other weights than it says. */
export function otherWeights(claim: Claim, claimed: Claim['model']): Claim {
	return { ...claim, model: claimed };
}
