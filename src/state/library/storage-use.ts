/** What the disk is used for, part by part. */

/** All in bytes. */
export interface StorageUse {
	/** Of the models that were downloaded or imported. */
	readonly modelBytes: number;
	/** Of the app itself: its own files, kept for use without a network. */
	readonly appBytes: number;
	/** Of runs, lessons and settings, with what the browser adds to them for its own bookkeeping. */
	readonly ownBytes: number;
	/** What the browser lets the app use in all. */
	readonly quotaBytes: number;
}

/**
 * @param estimate as `navigator.storage.estimate()` gives it: one number for everything
 * @returns null where the browser does not tell
 */
export function storageUse(
	{ usage, quota }: StorageEstimate,
	{ modelBytes, appBytes }: Pick<StorageUse, 'modelBytes' | 'appBytes'>
): StorageUse | null {
	if (usage === undefined || quota === undefined) return null;
	// The browser rounds, and may lag behind what was just stored.
	const ownBytes = Math.max(0, usage - modelBytes - appBytes);
	return { modelBytes, appBytes, ownBytes, quotaBytes: quota };
}
