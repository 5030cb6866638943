/** A model that Glasshouse can load, and the precisions it comes in. */
import type { RunModel } from '#core/run-file/schema.ts';

export interface CatalogFile {
	readonly name: string;
	readonly sizeBytes: number;
	/** `sha256:<hex>` */
	readonly digest: string;
}

export interface CatalogPrecision {
	/** Short name, written into run files as `quantization`, e.g. `int8`. */
	readonly id: string;
	/** One plain sentence: what this precision is good for. */
	readonly hint: string;
	readonly weightsFile: string;
	readonly files: readonly CatalogFile[];
}

export interface CatalogModel {
	readonly id: string;
	readonly name: string;
	readonly family: string;
	readonly format: RunModel['format'];
	readonly license: string | null;
	readonly parameterCount: number;
	readonly summary: string;
	/** Where the files are: relative to the app for the built-in model. */
	readonly source: { readonly url: string; readonly revision: string | null };
	/** The first one is the default. */
	readonly precisions: readonly CatalogPrecision[];
}
