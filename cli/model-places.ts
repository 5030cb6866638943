/** The places that a call names, and the built-in model's. */
import { statSync } from 'node:fs';
import { openPackPlace } from './model-pack.ts';
import { folderPlace, type ModelPlace } from './model-place.ts';
import { SPROUT_FOLDER } from './sprout-folder.ts';

export interface ModelPlaces {
	/** Opens them the first time. @throws AppError as `openPackPlace` */
	readonly all: () => Promise<readonly ModelPlace[]>;
	readonly close: () => Promise<void>;
}

function isFolder(path: string): boolean {
	const found = statSync(path);
	if (!found.isDirectory() && !found.isFile()) throw new Error(`${path} is no folder and no file`);
	return found.isDirectory();
}

/**
 * @param paths folders and packs, to be searched in this order, the built-in model's folder last
 * @throws Error where one of them does not exist
 */
export function modelPlaces(paths: readonly string[]): ModelPlaces {
	const named = paths.map((path) => ({ path, isFolder: isFolder(path) }));
	const places: ModelPlace[] = [];
	const openAll = async (): Promise<readonly ModelPlace[]> => {
		for (const { path, isFolder } of named) {
			places.push(isFolder ? folderPlace(path) : await openPackPlace(path));
		}
		places.push(folderPlace(SPROUT_FOLDER));
		return places;
	};
	let opened: Promise<readonly ModelPlace[]> | null = null;
	return {
		all: () => (opened ??= openAll()),
		close: async () => {
			for (const place of places) await place.close();
		}
	};
}
