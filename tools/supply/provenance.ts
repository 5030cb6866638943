/** What a built folder was made from, and whether a copy of it is still that. The form is in-toto's and SLSA's. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

interface Subject {
	readonly name: string;
	readonly digest: { readonly sha256: string };
}

export interface Statement {
	readonly _type: 'https://in-toto.io/Statement/v1';
	readonly subject: readonly Subject[];
	readonly predicateType: 'https://slsa.dev/provenance/v1';
	readonly predicate: unknown;
}

/** In the built folder. */
export const STATEMENT_FILE = 'provenance.json';

/** Written anew by whoever puts the app on a server (docs/hosting.md), or read by the host and not given out. */
const OF_THE_PLACE: ReadonlySet<string> = new Set(['class.json', 'embed-origins.json', '_headers']);

function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

function subjectsIn(dist: string): Subject[] {
	return readdirSync(dist, { recursive: true, encoding: 'utf8' })
		.filter((name) => name !== STATEMENT_FILE && statSync(join(dist, name)).isFile())
		.map((name) => ({ name: name.split(sep).join('/'), path: join(dist, name) }))
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.map(({ name, path }) => ({ name, digest: { sha256: sha256(readFileSync(path)) } }));
}

function git(...args: string[]): string | null {
	try {
		return execFileSync('git', args, {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore']
		}).trim();
	} catch {
		return null;
	}
}

/** A downloaded archive has no commit. */
function sources(): object[] {
	const commit = git('rev-parse', 'HEAD');
	const lock = { sha256: sha256(readFileSync('package-lock.json')) };
	const tree = commit === null ? [] : [{ uri: 'git+.', digest: { gitCommit: commit } }];
	return [...tree, { uri: 'package-lock.json', digest: lock }];
}

/** @param dist the folder that `npm run build` has just written */
export function describeBuild(dist: string): Statement {
	return {
		_type: 'https://in-toto.io/Statement/v1',
		subject: subjectsIn(dist),
		predicateType: 'https://slsa.dev/provenance/v1',
		predicate: {
			buildDefinition: {
				buildType: 'urn:glasshouse:npm-run-build:1',
				externalParameters: {},
				internalParameters: {
					node: process.version,
					platform: `${process.platform} ${process.arch}`,
					// What is not committed is in no commit.
					uncommitted: git('status', '--porcelain') !== ''
				},
				resolvedDependencies: sources()
			},
			runDetails: { builder: { id: 'urn:glasshouse:own-machine' } }
		}
	};
}

/** @returns the bytes of a file of the copy; null when it has none of that name */
export type ReadCopy = (name: string) => Promise<Uint8Array | null>;

export interface Outcome {
	readonly missing: string[];
	readonly changed: string[];
	readonly same: number;
}

/** Holds a copy against what the build's own machine said, never against what the copy says of itself. */
export async function checkCopy({ subject }: Statement, read: ReadCopy): Promise<Outcome> {
	const outcome = { missing: [] as string[], changed: [] as string[], same: 0 };
	for (const { name, digest } of subject) {
		if (OF_THE_PLACE.has(name)) continue;
		const bytes = await read(name);
		if (bytes === null) outcome.missing.push(name);
		else if (sha256(bytes) === digest.sha256) outcome.same += 1;
		else outcome.changed.push(name);
	}
	return outcome;
}
