/** Runs that are set side by side are told one date, however long writing them takes. */
import { formatLocalDate } from '#core/run-file/local-date.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { Job } from './bench-values.ts';

/** @returns what the chat template of an earlier run was told, else what the clock shows */
export function commonDate(earlier: readonly Run[]): string {
	const recorded = earlier.find(({ request }) => request.date !== undefined)?.request.date;
	return recorded ?? formatLocalDate(new Date());
}

/** The job, for a template that asks for the date; one that was chosen stays. */
export function onDate(job: Job, date: string): Job {
	const { prompt } = job.request;
	if (prompt.mode === 'completion' || prompt.date !== undefined) return job;
	return { ...job, request: { ...job.request, prompt: { ...prompt, date } } };
}
