/**
 * `npm run provenance`: writes `dist/provenance.json`, which says what the built folder was made from.
 * `npm run provenance -- --check URL|FOLDER [--statement FILE]`: holds a copy against it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	checkCopy,
	describeBuild,
	STATEMENT_FILE,
	type ReadCopy,
	type Statement
} from './provenance.ts';

const USAGE = 'npm run provenance [-- --check URL|FOLDER [--statement FILE]]';

/** A start page that a host sends in place of what it lacks has another digest, and counts as changed. */
function readerOf(place: string): ReadCopy {
	if (!/^https?:/.test(place)) {
		return (name) => {
			const path = join(place, name);
			return Promise.resolve(existsSync(path) ? readFileSync(path) : null);
		};
	}
	const base = place.endsWith('/') ? place : `${place}/`;
	return async (name) => {
		const response = await fetch(new URL(name, base), { cache: 'no-store' });
		return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
	};
}

function readStatement(path: string): Statement {
	const statement = JSON.parse(readFileSync(path, 'utf8')) as Partial<Statement>;
	if (!Array.isArray(statement.subject) || statement.subject.length === 0) {
		throw new Error(`${path} names no files`);
	}
	return statement as Statement;
}

function valueOf(args: readonly string[], name: string): string | null {
	const index = args.indexOf(name);
	return index < 0 ? null : (args[index + 1] ?? null);
}

/** @returns the exit code: 0, 1 when the copy differs, 2 when it could not be done */
export async function main(
	args: readonly string[],
	say: (line: string) => void,
	dist = 'dist'
): Promise<number> {
	const place = valueOf(args, '--check');
	const statementPath = valueOf(args, '--statement') ?? join(dist, STATEMENT_FILE);
	try {
		if (args.length === 0) {
			const statement = describeBuild(dist);
			writeFileSync(statementPath, `${JSON.stringify(statement, null, '\t')}\n`);
			say(`${statementPath}: ${statement.subject.length} files`);
			return 0;
		}
		if (place === null) throw new Error(USAGE);
		const { missing, changed, same } = await checkCopy(
			readStatement(statementPath),
			readerOf(place)
		);
		for (const name of missing) say(`missing: ${name}`);
		for (const name of changed) say(`changed: ${name}`);
		say(
			`${same} files are those of the build, ${changed.length} differ, ${missing.length} are missing`
		);
		return missing.length + changed.length === 0 ? 0 : 1;
	} catch (error) {
		say(error instanceof Error ? error.message : String(error));
		return 2;
	}
}

if (process.argv[1]?.endsWith('provenance-cli.ts') === true) {
	process.exitCode = await main(process.argv.slice(2), (line) => console.log(line));
}
