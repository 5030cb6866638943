/** What is said of a run file that was altered: never that anything in it is as claimed. */
import type { AlteredFile } from '#core/run-file/inspect-file.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import { formatNumber, shortDigest } from './format.ts';
import { strangersWords } from './strangers-words.ts';

/** The id in the file against the one that its content gives. */
export function idWords(altered: AlteredFile): string {
	const { place } = altered;
	const ids = statedAndComputed(altered);
	return place === null ? ids : `It is run ${formatNumber(place + 1)} of a comparison. ${ids}`;
}

function statedAndComputed({ statedId, computedId }: AlteredFile): string {
	const stated = statedId === null ? null : digestWords(statedId);
	if (stated === null) return 'The file states no id.';
	if (computedId === null) {
		return `The file states the id ${stated}; of what it holds no id can be made.`;
	}
	if (statedId === computedId) {
		return `Its id, ${stated}, matches its content: it was made like this, or sealed again after the change.`;
	}
	return `The file states the id ${stated}; its content has the id ${digestWords(computedId)}. A single changed character does that.`;
}

function digestWords(digest: string): string {
	return /^sha256:[0-9a-f]{64}$/.test(digest) ? shortDigest(digest) : strangersWords(digest);
}

export function shownValue(value: string | null): string {
	return value === null ? /* @wc-include */ 'nothing' : strangersWords(value);
}

/** One row for each wrong field: which, what is there, what should be. */
export function alteredRows({ findings }: AlteredFile): string[][] {
	return findings.map(({ path, found, expected }) => [
		path === '' ? 'the whole' : strangersWords(path),
		shownValue(found),
		strangersWords(expected)
	]);
}

/** What writing again says of an altered file. */
export function alteredOutcome({ verdict, evidence }: Verdict): string {
	switch (verdict) {
		case 'bit-exact':
		case 'same-tokens':
		case 'within-noise':
			return 'The same text grows from the prompt, the settings and the seed in the file. What was altered is somewhere else, and the file proves nothing until it is whole.';
		case 'diverged': {
			const token = formatNumber(evidence.position + 1);
			return evidence.cause === 'token'
				? `From token ${token} on, something else grows from the prompt, the settings and the seed in the file: the text or one of these was altered.`
				: `The same tokens grow here up to token ${token}, and there the numbers in the file are others: they, the settings or the prompt were altered.`;
		}
		case 'cannot-tell':
			return 'What grows here neither matches the file nor rules it out.';
		case 'not-comparable':
			return 'The model, the prompt or the template here is not the one that the file names, so the two texts cannot be compared.';
		case 'invalid':
			return 'The file contradicts itself: its text, its tokens or its end do not fit together.';
	}
}
