import { sprout } from '#catalog/sprout.ts';
import type { Run } from '#core/run-file/schema.ts';

const WEIGHTS: ReadonlySet<string> = new Set(
	sprout.precisions.flatMap(({ weightsFile, files }) =>
		files.filter(({ name }) => name === weightsFile).map(({ digest }) => digest)
	)
);

/** Whether a run was made with Sprout's published weights, in whatever precision and place. */
export function isSproutRun({ model }: Run): boolean {
	return model.resources.some(({ digest }) => WEIGHTS.has(digest));
}
