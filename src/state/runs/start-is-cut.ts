import { START_LENGTH, type RunSummary } from '#storage/run-summary.ts';

/** Whether the text of a run goes on after what its summary has of it. */
export const startIsCut = ({ textStart }: RunSummary): boolean =>
	Array.from(textStart).length >= START_LENGTH;
