/** What became of the files that came to a tally. */
import type { TallyAdditions } from '#core/lesson/tally-additions.ts';
import { plural } from '#words/plural.ts';

/** @param refused how many of them were no answers, at least one */
export function refusedTitle(
	refused: number,
	{ fresh, updated, repeated }: TallyAdditions
): string {
	return fresh + updated + repeated === 0
		? plural(refused, ['# file was not counted.', '# files were not counted.'])
		: plural(refused, [
				'# file was not counted. All others are in the tally.',
				'# files were not counted. All others are in the tally.'
			]);
}

/** @param counted how many files are counted in all */
export function countedWords(counted: number, { updated, repeated }: TallyAdditions): string {
	if (counted === 0) return '';
	const all = plural(counted, ['# file is counted.', '# files are counted.']);
	const newer = plural(updated, [
		'# of them replaced older answers of the same learner.',
		'# of them replaced older answers of the same learners.'
	]);
	const known = plural(repeated, [
		'# more file came, but its answers, or newer ones, were already here.',
		'# more files came, but their answers, or newer ones, were already here.'
	]);
	return [all, ...(updated > 0 ? [newer] : []), ...(repeated > 0 ? [known] : [])].join(' ');
}
