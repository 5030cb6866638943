/** What the schema of a fill-mask run cannot say: fields that must agree with each other. */
import { checkModel, type Inconsistency } from '../run-file/consistency.ts';
import type { FillMaskAnswer, FillMaskRequest, FillMaskRun, FillMaskSentence } from './schema.ts';

/** The first pair of fields that contradict each other, or null. */
export function checkFillMaskConsistency(run: FillMaskRun): Inconsistency | null {
	return fillInconsistencies(run)[0] ?? null;
}

/** At most one of each kind, in the order in which they are looked for. */
export function fillInconsistencies(run: FillMaskRun): Inconsistency[] {
	return [
		checkModel(run),
		checkFillRequest(run.request),
		checkFillAnswers(run),
		checkUsage(run)
	].filter((found) => found !== null);
}

/** How many times the model has to run. */
export function forwardPasses({
	masking,
	sentences
}: Pick<FillMaskRequest, 'masking' | 'sentences'>): number {
	if (masking === 'together') return sentences.length;
	return sentences.reduce((sum, { masked_positions: masked }) => sum + masked.length, 0);
}

/** What a link says, too: positions that lie in their sentences, in order, every mask among them. */
export function checkFillRequest(request: FillMaskRequest): Inconsistency | null {
	for (const [i, sentence] of request.sentences.entries()) {
		const found = checkPositions(sentence, request.mask_token_id, `request.sentences[${i}]`);
		if (found !== null) return found;
	}
	return null;
}

/** An answer for each masked position, and nothing else. */
export function checkFillAnswers({
	request,
	output
}: Pick<FillMaskRun, 'request' | 'output'>): Inconsistency | null {
	if (output.sentences.length !== request.sentences.length) {
		return { path: 'output.sentences', expected: `${request.sentences.length} entries` };
	}
	for (const [i, sentence] of request.sentences.entries()) {
		const { answers = [] } = output.sentences[i] ?? {};
		const found = checkAnswers(sentence, answers, request, `output.sentences[${i}]`);
		if (found !== null) return found;
	}
	return null;
}

function checkPositions(
	{ token_ids: ids, masked_positions: masked }: FillMaskSentence,
	maskId: number,
	path: string
): Inconsistency | null {
	const wrong = masked.findIndex(
		(position, i) => position >= ids.length || (i > 0 && position <= (masked[i - 1] ?? 0))
	);
	if (wrong !== -1) {
		const expected = 'a position in the sentence, after the one before';
		return { path: `${path}.masked_positions[${wrong}]`, expected };
	}
	const hidden = new Set(masked);
	const unmasked = ids.findIndex((id, i) => id === maskId && !hidden.has(i));
	if (unmasked === -1) return null;
	return { path: `${path}.masked_positions`, expected: `the mask at position ${unmasked} in it` };
}

function checkAnswers(
	{ token_ids: ids, masked_positions: masked }: FillMaskSentence,
	answers: readonly FillMaskAnswer[],
	{ mask_token_id: maskId, top_k: topK }: FillMaskRequest,
	path: string
): Inconsistency | null {
	if (answers.length !== masked.length) {
		return { path: `${path}.answers`, expected: `${masked.length} entries` };
	}
	for (const [i, answer] of answers.entries()) {
		const at = `${path}.answers[${i}]`;
		const position = masked[i] ?? 0;
		if (answer.position !== position) {
			return { path: `${at}.position`, expected: String(position) };
		}
		const isMask = ids[position] === maskId;
		if (isMask !== (answer.original === null)) {
			return { path: `${at}.original`, expected: isMask ? 'null' : 'the hidden token' };
		}
		const found = checkAlternatives(answer, topK, `${at}.alternatives`);
		if (found !== null) return found;
	}
	return null;
}

function checkAlternatives(
	{ alternatives }: FillMaskAnswer,
	topK: number,
	path: string
): Inconsistency | null {
	if (alternatives.length > topK) return { path, expected: `at most ${topK} entries` };
	if (new Set(alternatives.map(({ id }) => id)).size < alternatives.length) {
		return { path, expected: 'each token once' };
	}
	const rising = alternatives.findIndex(
		({ logprob }, i) => logprob > (alternatives[i - 1]?.logprob ?? 0)
	);
	if (rising === -1) return null;
	return { path: `${path}[${rising}].logprob`, expected: 'no more than the one before' };
}

function checkUsage({ request, usage }: FillMaskRun): Inconsistency | null {
	const input = request.sentences.reduce((sum, { token_ids: ids }) => sum + ids.length, 0);
	if (usage.input_tokens !== input) return { path: 'usage.input_tokens', expected: String(input) };
	const passes = forwardPasses(request);
	if (usage.forward_passes === passes) return null;
	return { path: 'usage.forward_passes', expected: String(passes) };
}
