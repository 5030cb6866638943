/** Reading and sealing the run files of masked language models; total, as `readRun` is. */
import { currentFields, type Fields } from '../run-file/migrate.ts';
import { fieldError, parseFields } from '../run-file/run-fields.ts';
import { checkId, runId } from '../run-file/run-id.ts';
import { checkFillMaskConsistency } from './consistency.ts';
import { FILL_MASK_TYPE, fillMaskSchema, type FillMaskRun } from './schema.ts';

/** To `FILL_MASK_VERSION`. */
const migrations: readonly ((older: Fields) => Fields)[] = [];

/**
 * @param file a file whose JSON was read by `readJsonObject`
 * @throws AppError `run-not-a-run`, `run-unknown-version`, `run-field-invalid`, `run-id-mismatch`,
 *   with the details that `readRun` gives
 */
export function fillMaskRunOf(file: Fields): FillMaskRun {
	const data = currentFields(file, FILL_MASK_TYPE, migrations);
	const run = parseFillMaskRun(data);
	checkId(run);
	return run;
}

/** Gives a run its id, after checking that it can be read again. @throws AppError `run-field-invalid` */
export function sealFillMaskRun(unsealed: Omit<FillMaskRun, 'id'>): FillMaskRun {
	return parseFillMaskRun({ ...unsealed, id: runId(unsealed) });
}

function parseFillMaskRun(data: unknown): FillMaskRun {
	const run = parseFields(fillMaskSchema, data);
	const broken = checkFillMaskConsistency(run);
	if (broken !== null) throw fieldError(broken.path, broken.expected);
	return run;
}
