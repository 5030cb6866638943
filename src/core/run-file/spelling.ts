/** Token ids of a run against the texts beside them: what a reader can tell only with the model's tokenizer. */
import { findFalseEnd, type ReplayedText } from '../verification/replay-end.ts';
import type { Claim } from '../verification/claim.ts';
import type { Inconsistency } from './consistency.ts';
import { quoted } from './text-contradictions.ts';

/** What the model's own tokenizer makes of a claim. */
export interface Respelled {
	readonly replayed: ReplayedText;
	/** How the tokenizer spells a token of a list of alternatives. */
	readonly piece: (tokenId: number) => string;
	/** The prompt tokenized again; null where that failed. */
	readonly promptTokenIds: readonly number[] | null;
}

/** Every field that does not fit the ids, in the order of the file. */
export function misspelled(claim: Claim, respelled: Respelled): Inconsistency[] {
	return [
		...wrongPrompt(claim, respelled),
		...wrongEnd(claim, respelled),
		...wrongTokens(claim, respelled)
	];
}

function wrongPrompt({ promptTokenIds: recorded }: Claim, { promptTokenIds: own }: Respelled) {
	const path = 'request.prompt_token_ids';
	if (own === null || recorded === null) return [];
	const wrong = own.findIndex((id, i) => i < recorded.length && id !== recorded[i]);
	if (wrong !== -1) return [{ path: `${path}[${wrong}]`, expected: String(own[wrong]) }];
	return own.length === recorded.length ? [] : [{ path, expected: `${own.length} entries` }];
}

function wrongEnd(claim: Claim, { replayed }: Respelled): Inconsistency[] {
	const { endLength, text, finishReason, stopSequence } = replayed;
	if (endLength !== null && endLength < claim.tokenIds.length) {
		return [{ path: 'output.token_ids', expected: `${endLength} entries` }];
	}
	const found: Inconsistency[] = [];
	if (claim.text !== null && claim.text !== text) {
		found.push({ path: 'output.text', expected: quoted(text) });
	}
	// The pieces are told one by one.
	const path = findFalseEnd({ ...claim, trace: null, text: null }, replayed);
	if (path === 'output.finish_reason') found.push({ path, expected: quoted(finishReason) });
	if (path === 'output.stop_sequence') found.push({ path, expected: quoted(stopSequence) });
	return found;
}

function wrongTokens({ trace }: Claim, { replayed, piece }: Respelled): Inconsistency[] {
	return (trace ?? []).flatMap(({ text, alternatives }, i) => {
		const at = `output.tokens[${i}]`;
		const own = replayed.pieces[i];
		const token =
			own === undefined || own === text ? [] : [{ path: `${at}.text`, expected: quoted(own) }];
		const others = alternatives.flatMap((each, k) => {
			const spelled = piece(each.id);
			if (each.text === spelled) return [];
			return [{ path: `${at}.alternatives[${k}].text`, expected: quoted(spelled) }];
		});
		return [...token, ...others];
	});
}
