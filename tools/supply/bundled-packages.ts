/** Which packages of others are in a built folder: those whose modules its source maps name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `.map` files of a folder, at any depth. */
function sourceMaps(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.map'))
		.map((name) => join(folder, name));
}

/** @param source as a source map names it: `../../node_modules/@scope/name/dist/index.js` */
export function packageOf(source: string): string | null {
	const [, found = null] = /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source) ?? [];
	return found;
}

/** @returns their names, sorted. @throws Error for a folder without source maps: nothing could be told */
export function packagesNamedBy(maps: readonly string[]): string[] {
	if (maps.length === 0) throw new Error('there are no source maps: what is in the build?');
	const names = maps.flatMap((path) => {
		const { sources } = JSON.parse(readFileSync(path, 'utf8')) as { sources: (string | null)[] };
		return sources.map((source) => packageOf(source ?? ''));
	});
	return [...new Set(names.filter((name) => name !== null))].sort();
}

export interface LockedPackage {
	readonly version: string;
	readonly integrity: string;
	readonly dependencies?: Readonly<Record<string, string>>;
}

export function readLock(): ReadonlyMap<string, LockedPackage> {
	const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
		packages: Record<string, LockedPackage>;
	};
	return new Map(
		Object.entries(packages)
			.filter(([path]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path))
			.map(([path, locked]) => [path.slice('node_modules/'.length), locked])
	);
}

/** A package and all that it depends on. */
function closure(name: string, lock: ReadonlyMap<string, LockedPackage>): string[] {
	const { dependencies = {} } = lock.get(name) ?? {};
	return [name, ...Object.keys(dependencies).flatMap((each) => closure(each, lock))];
}

/** The service worker is compiled last, with the list of all other files in it: this one is known beforehand. */
const OF_THE_SERVICE_WORKER = 'workbox-precaching';

/** @param dist the built folder, with or without its service worker */
export function bundledPackages(dist: string): string[] {
	const maps = sourceMaps(dist);
	// Copied as files, with no map of their own.
	const runtimes = existsSync(join(dist, 'runtime/onnx')) ? ['onnxruntime-web'] : [];
	const lock = readLock();
	const names = [...packagesNamedBy(maps), ...runtimes, ...closure(OF_THE_SERVICE_WORKER, lock)];
	return [...new Set(names)].sort();
}
