/** Where the built-in model lies, and which files make up each precision. */
import { fileURLToPath } from 'node:url';
import { sprout } from '#catalog/sprout.ts';

/** `SPROUT_FOLDER` in the environment names another export of the model, e.g. one still in training. */
export const SPROUT_FOLDER =
	process.env['SPROUT_FOLDER'] ??
	fileURLToPath(new URL('../public/models/sprout/', import.meta.url));

export type SproutPrecision = 'int8' | 'q4' | 'fp32';

export function sproutFileNames(precisionId: SproutPrecision): string[] {
	const precision = sprout.precisions.find(({ id }) => id === precisionId);
	if (precision === undefined) throw new Error(`Sprout has no ${precisionId}`);
	return precision.files.map(({ name }) => name);
}
