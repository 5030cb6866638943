/** How the harness picks one match of a pattern. */
import type { PythonRegex } from '../python/regex.ts';
import { TaskRefused } from './task-refused.ts';

/**
 * @param place which match; negative: from the end, as Python counts
 * @returns what was caught, the first group that is not empty; '' where all are; null: nothing matched
 * @throws TaskRefused when there are fewer matches
 */
export function findFirst(
	regex: PythonRegex,
	text: string,
	place: number,
	step: string
): string | null {
	const found = regex.findall(text);
	if (found.length === 0) return null;
	const match = found.at(place);
	if (match === undefined) {
		throw new TaskRefused(step, `match ${place} is asked for, and there are ${found.length}`);
	}
	return typeof match === 'string' ? match : (match.find((caught) => caught !== '') ?? '');
}
