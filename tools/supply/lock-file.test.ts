/** What is installed is exactly what somebody once looked at, and runs nothing while it is installed. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Locked {
	readonly version?: string;
	readonly integrity?: string;
	readonly resolved?: string;
	readonly link?: boolean;
	readonly inBundle?: boolean;
	readonly hasInstallScript?: boolean;
	readonly license?: string;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly devDependencies?: Readonly<Record<string, string>>;
}

function readJson(path: string): unknown {
	return JSON.parse(readFileSync(path, 'utf8'));
}

const lock = readJson('package-lock.json') as {
	readonly lockfileVersion: number;
	readonly packages: Readonly<Record<string, Locked>>;
};
const manifest = readJson('package.json') as {
	readonly dependencies: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
	readonly overrides: Readonly<Record<string, unknown>>;
	readonly scripts: Readonly<Record<string, string>>;
};
const { '': root, ...others } = lock.packages;
const packages = Object.entries(others);

/**
 * Those whose installation runs a program of theirs. esbuild (of tsx) puts its binary in place, protobufjs (of
 * ONNX Runtime, which ships what it needs of it) looks for an older version and warns.
 */
const MAY_RUN = ['node_modules/esbuild', 'node_modules/protobufjs'];

const EXACT = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

describe('the lock file', () => {
	test('has a SHA-512 of every package, and names no host to fetch it from', () => {
		expect(lock.lockfileVersion).toBe(3);
		expect(packages.length).toBeGreaterThan(100);
		for (const [path, { integrity, resolved, link, inBundle, version }] of packages) {
			expect(integrity, path).toMatch(/^sha512-[\w+/]{86}==$/);
			expect(version, path).toMatch(/^\d+\.\d+\.\d+/);
			expect([resolved, link, inBundle], path).toEqual([undefined, undefined, undefined]);
		}
	});

	test('has no package that runs a program while it is installed, but those that we know', () => {
		const run = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true);
		expect(run.map(([path]) => path).sort()).toEqual(MAY_RUN);
		for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) {
			expect(manifest.scripts).not.toHaveProperty(name);
		}
	});

	test('is of the package.json beside it', () => {
		expect(root?.dependencies).toEqual(manifest.dependencies);
		expect(root?.devDependencies).toEqual(manifest.devDependencies);
	});

	test('names a licence of every package', () => {
		for (const [path, { license }] of packages) expect(license, path).toMatch(/^[\w.()-]+/);
	});
});

test('package.json names exact versions, and no address', () => {
	const named = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
	for (const [name, version] of named) expect(version, name).toMatch(EXACT);
	const overrides = Object.values(manifest.overrides).flatMap((value) =>
		typeof value === 'string' ? [value] : Object.values(value as Record<string, string>)
	);
	for (const version of overrides) expect(version.replace(/^\$[\w.-]+$/, '1.0.0')).toMatch(EXACT);
});
