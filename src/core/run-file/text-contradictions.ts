/**
 * What a run says twice: where the two do not agree, someone changed one of them. The reader does not
 * ask for this: verification does, with the model. Here it tells where an altered file was altered.
 */
import type { Inconsistency } from './consistency.ts';
import type { Run, TokenTrace } from './schema.ts';

/** The output's text against its tokens, and each token's numbers against its list of alternatives. */
export function textContradictions({ request, output }: Run): Inconsistency[] {
	const found: Inconsistency[] = [];
	const spelled = output.tokens.map(({ text }) => text).join('');
	// The text ends before the stop sequence.
	const isEnded = output.stop_sequence !== null;
	if (isEnded ? !spelled.startsWith(output.text) : spelled !== output.text) {
		found.push({ path: 'output.text', expected: quoted(spelled) });
	}
	for (const [i, token] of output.tokens.entries()) {
		const at = `output.tokens[${i}]`;
		found.push(
			...numbersOf(token).map(({ path, expected }) => ({ path: `${at}.${path}`, expected }))
		);
		if (i < request.forced_token_ids.length && token.margin !== null) {
			found.push({ path: `${at}.margin`, expected: 'null: the token was set' });
		}
	}
	return found;
}

/** Logprob and rank stand among the alternatives, too, where the token is one of them. */
function numbersOf({ id, logprob, rank, alternatives }: TokenTrace): Inconsistency[] {
	const index = alternatives.findIndex((each) => each.id === id);
	const listed = alternatives[index];
	const found: Inconsistency[] = [];
	if (listed === undefined) {
		if (rank <= alternatives.length) {
			found.push({ path: 'rank', expected: `more than ${alternatives.length}` });
		}
		return found;
	}
	if (listed.logprob !== logprob) found.push({ path: 'logprob', expected: `${listed.logprob}` });
	if (index + 1 !== rank) found.push({ path: 'rank', expected: `${index + 1}` });
	return found;
}

const SHOWN = 80;

/** A value as JSON, shortened. */
export function quoted(text: string | null): string {
	return JSON.stringify(text !== null && text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}
