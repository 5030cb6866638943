/** Reads a stored run back, whatever has become of it: a whole one, or the reason why it is not. */
import { AppError } from '#core/errors.ts';
import { fieldsOf } from '#core/fields-of.ts';
import { anyRunOf } from '#core/run-file/any-run-file.ts';
import type { AnyRun } from '#core/run-file/any-run.ts';

import { isSoundFrom } from './sound-summaries.ts';
import type { StoredRun, StoredVerdict } from './run-store.ts';

function runDamaged(id: string, reason: string, cause?: unknown): AppError {
	return new AppError('run-damaged', `the stored run is damaged: ${reason}`, {
		details: { id, reason },
		cause
	});
}

/** What verifying has said is the app's own; one that is cut or of another shape is left out. */
function soundVerdicts(value: unknown): StoredVerdict[] {
	if (!Array.isArray(value)) return [];
	return value.filter((each: unknown): each is StoredVerdict => {
		const { verdict, checkedAt } = fieldsOf(each);
		return typeof checkedAt === 'string' && typeof fieldsOf(verdict)['verdict'] === 'string';
	});
}

/** @throws AppError `run-damaged` (details: `id`, `reason`) */
export function readRunAgain(id: string, value: unknown): AnyRun {
	let run: AnyRun;
	try {
		run = anyRunOf(fieldsOf(value));
	} catch (error) {
		// Also what only a stored value can hold, such as one that contains itself.
		throw runDamaged(id, error instanceof AppError ? error.code : 'not-a-run', error);
	}
	if (run.id !== id) throw runDamaged(id, 'other-run');
	return run;
}

/**
 * Title, star and date may be damaged without harm: then they are those of a run that was just put here.
 *
 * @param id what it is stored under
 * @throws AppError `run-damaged` (details: `id`, `reason`)
 */
export function readStoredRun(id: string, value: unknown): StoredRun {
	const { run: stored, title, isOwnTitle, starred, savedAt, verdicts, from } = fieldsOf(value);
	const run = readRunAgain(id, stored);
	const read = soundVerdicts(verdicts);
	return {
		run,
		title: typeof title === 'string' ? title : run.notes.title,
		...(isOwnTitle === true ? { isOwnTitle } : {}),
		starred: starred === true,
		savedAt: isTime(savedAt) ? savedAt : run.created,
		...(from !== undefined && isSoundFrom(from) ? { from } : {}),
		...(read.length > 0 ? { verdicts: read } : {})
	};
}

function isTime(value: unknown): value is string {
	return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
