import { AppError } from '#core/errors.ts';
import type { EngineTokenizer } from '#engines/engine.ts';

/** Ids come from run files too. @throws AppError `settings-invalid` */
export function checkIds({ vocabularySize }: EngineTokenizer, ids: readonly number[]): void {
	if (ids.every((id) => Number.isInteger(id) && id >= 0 && id < vocabularySize)) return;
	throw new AppError('settings-invalid', 'a token id is not in the vocabulary', {
		details: { field: 'token_ids', allowed: `ids below ${vocabularySize}` }
	});
}
