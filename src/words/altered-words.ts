/** What is said of a run file that was altered: never that anything in it is as claimed. */
import type { AlteredFile, Finding } from '#core/run-file/inspect-file.ts';
import type { Spelling } from '#state/runs/spelling-check.svelte.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import { coreWords } from './core/core-words.ts';
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
		return `The file states the id ${stated}; no id can be computed from its content.`;
	}
	if (statedId === computedId) {
		return `Its id, ${stated}, matches its content: it was made this way, or given a new id after the change.`;
	}
	return `The file states the id ${stated}; its content has the id ${digestWords(computedId)}. One changed character is enough for that.`;
}

function digestWords(digest: string): string {
	return /^sha256:[0-9a-f]{64}$/.test(digest) ? shortDigest(digest) : strangersWords(digest);
}

export function shownValue(value: string | null): string {
	return value === null ? /* @wc-include */ 'nothing' : strangersWords(value);
}

/**
 * Which of the file's words were compared with its token ids, and which were not.
 *
 * @param spelling null for filled masks, whose ids are compared by verifying alone
 */
export function comparedWords(spelling: Spelling | null): string {
	switch (spelling?.kind) {
		case undefined:
			return 'Not compared: the token ids with the sentences and the answers.';
		case 'no-tokenizer':
			return 'Not compared: the token ids with the prompt, the text and the text of each token. This needs the tokenizer of the model that the file names. Load that model to compare them.';
		case 'comparing':
			return 'Comparing the token ids with the prompt and the text…';
		case 'failed':
			return 'Not compared: the token ids with the prompt, the text and the text of each token. The tokenizer could not read them.';
		case 'compared':
			return spelling.comparedPrompt
				? 'Compared: the token ids with the prompt, the text and the text of each token, by the tokenizer of the model.'
				: 'Compared: the token ids with the text and the text of each token, by the tokenizer of the model. Not compared: the prompt, which could not be tokenized here.';
	}
}

/** What was found in the file itself, then what its tokenizer adds. */
export function allFindings({ findings }: AlteredFile, spelling: Spelling | null): Finding[] {
	const more = spelling?.kind === 'compared' ? spelling.findings : [];
	const known = new Set(findings.map(({ path }) => path));
	return [...findings, ...more.filter(({ path }) => !known.has(path))];
}

/** One row for each wrong field: which, what is there, what should be. */
export function alteredRows(findings: readonly Finding[]): string[][] {
	return findings.map(({ path, found, expected }) => [
		path === '' ? 'the whole file' : strangersWords(path),
		shownValue(found),
		strangersWords(coreWords(expected))
	]);
}

/** What writing again says of an altered file. */
export function alteredOutcome({ verdict, evidence }: Verdict): string {
	switch (verdict) {
		case 'bit-exact':
		case 'same-tokens':
		case 'within-noise':
			return 'The prompt, settings and seed in the file give the same text. Something else was changed, and an altered file proves nothing.';
		case 'diverged': {
			const token = formatNumber(evidence.position + 1);
			return evidence.cause === 'token'
				? `From token ${token} on, the prompt, settings and seed in the file give another text: the text or one of these was altered.`
				: `The tokens match up to token ${token}, where the numbers in the file differ: they, the settings or the prompt were altered.`;
		}
		case 'cannot-tell':
			return 'The text written here neither matches the file nor rules it out.';
		case 'not-comparable':
			return 'The model, the prompt or the template here is not the one that the file names, so the two texts cannot be compared.';
		case 'invalid':
			return 'The file contradicts itself: its text, its tokens or its end do not fit together.';
	}
}
