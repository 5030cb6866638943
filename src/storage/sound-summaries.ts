/** Rows of the history that can be shown, whatever was found in their place. */
import { fieldsOf } from '#core/fields-of.ts';

import type { KeptFrom, RunSummary } from './run-summary.ts';

const TEXTS = [
	'id',
	'title',
	'modelName',
	'quantization',
	'promptStart',
	'textStart'
] as const satisfies (keyof RunSummary)[];
const TIMES = ['savedAt', 'created'] as const satisfies (keyof RunSummary)[];

/** Missing in most. */
export function isSoundFrom(from: unknown): from is KeptFrom | undefined {
	if (from === undefined) return true;
	const { lesson, branchOf } = fieldsOf(from);
	return [true, undefined].includes(lesson as true) && isTextOrMissing(branchOf);
}

const isTextOrMissing = (value: unknown): boolean => ['string', 'undefined'].includes(typeof value);

export function isSoundSummary(row: unknown): row is RunSummary {
	const fields = fieldsOf(row);
	return (
		TEXTS.every((name) => typeof fields[name] === 'string') &&
		TIMES.every((name) => !Number.isNaN(Date.parse(String(fields[name])))) &&
		typeof fields['starred'] === 'boolean' &&
		typeof fields['outputTokens'] === 'number' &&
		isTextOrMissing(fields['modelDigest']) &&
		isTextOrMissing(fields['seed']) &&
		['number', 'undefined'].includes(typeof fields['temperature']) &&
		isSoundFrom(fields['from']) &&
		(fields['task'] === undefined || fields['task'] === 'fill-mask')
	);
}

const LONG_AGO = new Date(0).toISOString();

/** In place of a summary that is damaged or missing; the run itself may be whole. */
export function damagedSummary(id: string): RunSummary {
	return {
		id,
		isDamaged: true,
		title: '',
		starred: false,
		savedAt: LONG_AGO,
		created: LONG_AGO,
		modelName: '',
		quantization: '',
		promptStart: '',
		textStart: '',
		outputTokens: 0
	};
}

/**
 * @param rows as they were found under string ids
 * @param runIds of all runs, those without a summary too
 */
export function soundSummaries(
	rows: readonly { readonly id: string }[],
	runIds: readonly string[]
): RunSummary[] {
	const summaries = rows.map((row) => (isSoundSummary(row) ? row : damagedSummary(row.id)));
	const listed = new Set(summaries.map(({ id }) => id));
	return [...summaries, ...runIds.filter((id) => !listed.has(id)).map(damagedSummary)];
}
