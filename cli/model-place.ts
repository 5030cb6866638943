/** Where a model's files lie, on the disk: in a folder, or in a pack that the app exported. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#core/errors.ts';

export interface ModelPlace {
	/** Unlike that of every other place. */
	readonly path: string;
	/** Digests that a manifest gives, by file; a folder says nothing before its files are read. */
	readonly digests: ReadonlyMap<string, string>;
	/** The files beside each other and in `onnx/`, `/` between parts. */
	readonly listFiles: () => readonly string[];
	/** @throws AppError `model-file-missing` where one of the names leads out of a folder */
	readonly hasFiles: (names: readonly string[]) => boolean;
	/** A file's bytes, not yet compared with any digest. @throws AppError `model-file-missing`, `pack-invalid` */
	readonly readFile: (name: string) => Promise<Uint8Array<ArrayBuffer>>;
	readonly close: () => Promise<void>;
}

/** Model files are named by run files, which come from strangers: none may lead out of the folder. */
function pathInside(folder: string, name: string): string {
	const parts = name.split('/');
	// A path with a NUL is no path, and the file system's own error would not say whose.
	const isOdd = (part: string): boolean => ['', '.', '..'].includes(part) || /[\\\0]/.test(part);
	if (parts.some(isOdd)) {
		throw new AppError('model-file-missing', `${name} is no path inside a model`, {
			details: { file: name }
		});
	}
	return join(folder, ...parts);
}

function isFile(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function listFolder(folder: string): string[] {
	return ['.', 'onnx']
		.filter((inner) => statSync(join(folder, inner), { throwIfNoEntry: false })?.isDirectory())
		.flatMap((inner) => readdirSync(join(folder, inner)).map((name) => join(inner, name)))
		.map((name) => name.replaceAll('\\', '/'))
		.filter((name) => isFile(join(folder, name)));
}

/** A folder in the hub's layout. */
export function folderPlace(folder: string): ModelPlace {
	return {
		path: folder,
		digests: new Map(),
		listFiles: () => listFolder(folder),
		hasFiles: (names) => names.every((name) => isFile(pathInside(folder, name))),
		readFile: (name) => {
			const path = pathInside(folder, name);
			if (isFile(path)) return Promise.resolve(new Uint8Array(readFileSync(path)));
			const missing = new AppError('model-file-missing', `${path} is missing`, {
				details: { file: name }
			});
			return Promise.reject(missing);
		},
		close: () => Promise.resolve()
	};
}
