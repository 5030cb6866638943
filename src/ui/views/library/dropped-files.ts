/** Files and folders as a drop or a picker gives them. */
import type { FolderFile } from '#storage/weights/import-model.ts';

export type Dropped =
	| { readonly kind: 'pack'; readonly file: File }
	| { readonly kind: 'folder'; readonly files: readonly FolderFile[] };

async function readAll(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
	const entries: FileSystemEntry[] = [];
	for (;;) {
		// A directory comes in batches; an empty one is the end.
		const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
			reader.readEntries(resolve, reject);
		});
		if (batch.length === 0) return entries;
		entries.push(...batch);
	}
}

async function filesOf(entry: FileSystemEntry): Promise<FolderFile[]> {
	const path = entry.fullPath.replace(/^\//, '');
	if (entry.isFile) {
		const blob = await new Promise<File>((resolve, reject) => {
			(entry as FileSystemFileEntry).file(resolve, reject);
		});
		return [{ path, blob }];
	}
	const children = await readAll((entry as FileSystemDirectoryEntry).createReader());
	return (await Promise.all(children.map(filesOf))).flat();
}

/** One file is a pack; a folder, or several files, are a model folder. Null when nothing came. */
export async function readDrop(transfer: DataTransfer): Promise<Dropped | null> {
	// Entries are only there during the event: taken before anything is awaited.
	const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
	const [file] = transfer.files;
	if (entries.length <= 1 && entries[0]?.isDirectory !== true) {
		return file === undefined ? null : { kind: 'pack', file };
	}
	return { kind: 'folder', files: (await Promise.all(entries.map(filesOf))).flat() };
}

export function readPicked(files: readonly File[]): FolderFile[] {
	return files.map((file) => ({ path: file.webkitRelativePath || file.name, blob: file }));
}
