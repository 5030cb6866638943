/**
 * Reading a run file is total: any input gives a valid current run or an `AppError` that says what
 * is wrong and where. Nothing in the file is ever executed.
 */
import { readJsonObject } from './bounded-json.ts';
import { parseRun } from './run-fields.ts';
import { currentFields, type Fields } from './migrate.ts';
import { checkId } from './run-id.ts';
import { RUN_TYPE } from './schema.ts';
import type { Run } from './schema.ts';

/** To `RUN_VERSION`. */
const migrations: readonly ((older: Fields) => Fields)[] = [];

/**
 * @param input a run file's text or its UTF-8 bytes, with or without a byte order mark
 * @throws AppError `run-too-large`, `run-too-deep`, `run-not-json`, `run-not-a-run`,
 *   `run-unknown-version` (details: `version`, `newest`), `run-field-invalid` (`path`, `expected`),
 *   `run-id-mismatch` (`expected`: what the content has, `actual`: what the file says)
 */
export function readRun(input: string | Uint8Array): Run {
	return runOf(readJsonObject(input));
}

/** The later part of `readRun`, for a file whose JSON was read already. @throws AppError as `readRun` */
export function runOf(file: Fields): Run {
	const data = currentFields(file, RUN_TYPE, migrations);
	const run = parseRun(data);
	checkId(run);
	return run;
}
