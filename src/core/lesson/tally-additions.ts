/** What files with answers that come to a tally change in it. */
import type { Answers } from './answers-schema.ts';
import { newestOfEach } from './tally.ts';

/** Of the files that came: together they are all of them. */
export interface TallyAdditions {
	/** Counted now, and not before. */
	readonly fresh: number;
	/** Counted in place of older answers of the same attempt. */
	readonly updated: number;
	/** Not counted: the same answers, or newer ones, are counted already. */
	readonly repeated: number;
}

export const NO_ADDITIONS: TallyAdditions = { fresh: 0, updated: 0, repeated: 0 };

/** @param counted those that are counted, one of each attempt. @param came sound files, in any order */
export function additionsOf(counted: readonly Answers[], came: readonly Answers[]): TallyAdditions {
	const before = new Map(counted.map((file) => [attemptOf(file), file]));
	const now = newestOfEach([...counted, ...came]);
	const fresh = now.filter((file) => !before.has(attemptOf(file))).length;
	const updated = now.filter((file) => {
		const old = before.get(attemptOf(file));
		return old !== undefined && JSON.stringify(old) !== JSON.stringify(file);
	}).length;
	return { fresh, updated, repeated: came.length - fresh - updated };
}

function attemptOf({ id, lesson }: Answers): string {
	return `${lesson.digest} ${id}`;
}
