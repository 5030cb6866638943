/** Catches the files that a page saves, in place of the browser's download. */
import { vi } from 'vitest';

export interface SavedFile {
	readonly name: string;
	readonly blob: Blob;
}

/** Until mocks are restored. @returns the files so far; grows */
export function catchSavedFiles(): SavedFile[] {
	const saved: SavedFile[] = [];
	const blobs = new Map<string, Blob>();
	vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
		const url = `blob:${blobs.size}`;
		blobs.set(url, blob as Blob);
		return url;
	});
	vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
		this: HTMLAnchorElement
	) {
		const blob = blobs.get(this.href);
		if (blob !== undefined) saved.push({ name: this.download, blob });
	});
	return saved;
}
