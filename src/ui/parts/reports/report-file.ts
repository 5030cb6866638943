/** A report that is saved as a file. */
export interface ReportFile {
	readonly label: string;
	readonly hint: string;
	/** Behind the run's own name, e.g. `.crate.zip`. */
	readonly ending: string;
	readonly type: string;
	readonly content: () => BlobPart;
}
