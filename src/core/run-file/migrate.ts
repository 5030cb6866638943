/** Brings an older file of any kind to the version that the app knows. */
import { AppError } from '../errors.ts';
import { checkKeys } from './bounded-json.ts';

export type Fields = Record<string, unknown>;

/**
 * @param migrations step n − 1 turns a file of version n into one of version n + 1; append only, so
 *   that the newest version is one more than their number
 * @throws AppError `run-unknown-version` (details: `version`, `newest`)
 */
export function migrate(file: Fields, migrations: readonly ((older: Fields) => Fields)[]): Fields {
	const { version } = file;
	const newest = migrations.length + 1;
	const known = typeof version === 'number' && Number.isInteger(version);
	if (!known || version < 1 || version > newest) {
		throw new AppError('run-unknown-version', 'not a version that this app can read', {
			details: { version: describeVersion(version), newest }
		});
	}
	return migrations.slice(version - 1).reduce((older, step) => step(older), file);
}

/**
 * What a file of a kind holds, brought to the current version, with keys that are safe to read.
 *
 * @param type what its `type` has to be
 * @throws AppError `run-not-a-run`; as `migrate` and `checkKeys`
 */
export function currentFields(
	file: Fields,
	type: string,
	migrations: readonly ((older: Fields) => Fields)[]
): Fields {
	if (!Object.hasOwn(file, 'type') || file['type'] !== type) {
		throw new AppError('run-not-a-run', `no "type": "${type}"`);
	}
	const data = migrate(file, migrations);
	checkKeys(data, []);
	return data;
}

function describeVersion(version: unknown): string | number {
	if (typeof version === 'number') return version;
	return version === undefined ? 'none' : JSON.stringify(version).slice(0, 40);
}
