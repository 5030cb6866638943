import { START_LENGTH, type RunSummary } from '#storage/run-summary.ts';

/** Whether a run’s text is longer than the start that its summary holds. */
export const startIsCut = ({ textStart }: RunSummary): boolean =>
	Array.from(textStart).length >= START_LENGTH;
