/** What files weigh together. */
interface Sized {
	/** Null where nobody says. */
	readonly sizeBytes: number | null;
}

/** In bytes; files of unknown size count for nothing. */
export function knownBytes(files: readonly Sized[]): number {
	return files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
}

/** In bytes; null where the size of any is unknown. */
export function totalBytes(files: readonly Sized[]): number | null {
	return files.every(({ sizeBytes }) => sizeBytes !== null) ? knownBytes(files) : null;
}
