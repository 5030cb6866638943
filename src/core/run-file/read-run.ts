/**
 * Reading a run file is total: any input gives a valid current run or an `AppError` that says what
 * is wrong and where. Nothing in the file is ever executed.
 */
import { AppError } from '../errors.ts';
import { checkKeys, readJsonObject } from './bounded-json.ts';
import { parseRun } from './run-fields.ts';
import { migrate, type Fields } from './migrate.ts';
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
	if (!Object.hasOwn(file, 'type') || file['type'] !== RUN_TYPE) {
		throw new AppError('run-not-a-run', `no "type": "${RUN_TYPE}"`);
	}
	const data = migrate(file, migrations);
	checkKeys(data, []);
	const run = parseRun(data);
	checkId(run);
	return run;
}
