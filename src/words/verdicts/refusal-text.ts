/** Verdicts on runs of every kind that were refused before anything was computed. */
import type { ErrorCode } from '#core/errors.ts';
import type { DifferingResource } from '#core/verification/verdict.ts';
import { formatList } from '../format.ts';
import { plural } from '../plural.ts';
import { strangersWords } from '../strangers-words.ts';

/** As many files are named. */
const NAMED = 3;

/** @param resources the files that differ; none when it is not known which */
export function otherModelText(resources: readonly DifferingResource[]): string {
	const names = resources.slice(0, NAMED).map(({ name }) => strangersWords(name));
	const others = resources.length - names.length;
	const [first] = names;
	if (first === undefined) return 'The model here is not the one that wrote this run.';
	if (names.length === 1) {
		return `The model here is not the one that wrote this run: ${first} differs.`;
	}
	const listed = `The model here is not the one that wrote this run: ${formatList(names)} differ.`;
	if (others === 0) return listed;
	return `${listed} ${plural(others, ['So does # more file.', 'So do # more files.'])}`;
}

/** @param evidence `path`: where in the file; empty when it is about the whole */
export function invalidText({
	code,
	path
}: {
	readonly code: ErrorCode;
	readonly path: string;
}): string {
	// oxlint-disable-next-line typescript/switch-exhaustiveness-check -- nothing else can be said of a file of another kind
	switch (code) {
		case 'run-id-mismatch':
			return 'This file was changed after it was written: its id does not match its content.';
		case 'run-field-invalid':
			return path === ''
				? 'Invalid run file: its content is wrong.'
				: `Invalid run file: ${path} is wrong.`;
		case 'run-unknown-version':
			return 'This run file has a version that this app does not know.';
		case 'run-too-large':
		case 'run-too-deep':
			return 'This file is larger or deeper than a run file may be.';
		default:
			return 'This is not a run file.';
	}
}
