/** Puts a run's token ids through its model's tokenizer and compares the texts beside them. */
import { AppError } from '#core/errors.ts';
import { MOST_FINDINGS, withFound } from '#core/run-file/inspect-file.ts';
import { misspelled } from '#core/run-file/spelling.ts';
import type { Inconsistency } from '#core/run-file/consistency.ts';
import { claimOfRun, type Claim } from '#core/verification/claim.ts';
import { replayEnd } from '#core/verification/replay-end.ts';
import type { EngineTokenizer } from '#engines/engine.ts';
import type { Analyses } from '#protocol/analysis-api.ts';
import { outputDecoder } from '../output-decoder.ts';
import { preparePrompt } from '../prepare-request.ts';
import { recordedPrompt } from '../verify-claim.ts';

type Respell = Analyses['respell'];

/** @param run one whose fields all have their shape; its model is the one of the tokenizer */
export function respell(tokenizer: EngineTokenizer, run: Respell['request']): Respell['result'] {
	const claim = claimOfRun(run);
	const promptTokenIds = promptOf(claim, tokenizer);
	const found = unknownIds(run, tokenizer) ?? compared(claim, tokenizer, promptTokenIds);
	return {
		findings: found.slice(0, MOST_FINDINGS).map((each) => withFound(run, each)),
		comparedPrompt: promptTokenIds !== null
	};
}

function compared(
	claim: Claim,
	tokenizer: EngineTokenizer,
	promptTokenIds: readonly number[] | null
): Inconsistency[] {
	const { vocabularySize } = tokenizer;
	const decode = outputDecoder(tokenizer, claim.request.mode, claim.promptTokenIds ?? []);
	return misspelled(claim, {
		replayed: replayEnd(claim, decode),
		piece: (id) => (id < vocabularySize ? tokenizer.piece(id) : ''),
		promptTokenIds
	});
}

/** Ids that the model does not have cannot be decoded; null where it has all of them. */
function unknownIds({ request, output }: Respell['request'], { vocabularySize }: EngineTokenizer) {
	const lists = {
		'request.prompt_token_ids': request.prompt_token_ids,
		'output.token_ids': output.token_ids
	};
	const found = Object.entries(lists).flatMap(([path, ids]) => {
		const wrong = ids.findIndex((id) => id >= vocabularySize);
		const expected = `ids below ${vocabularySize}`;
		return wrong === -1 ? [] : [{ path: `${path}[${wrong}]`, expected }];
	});
	return found.length === 0 ? null : found;
}

/** Null where this prompt cannot be tokenized: its template fails on it, say. */
function promptOf(claim: Claim, tokenizer: EngineTokenizer): readonly number[] | null {
	try {
		return preparePrompt(recordedPrompt(claim), tokenizer).tokenIds;
	} catch (error) {
		if (error instanceof AppError) return null;
		throw error;
	}
}
