/** A model that Glasshouse can load, and the precisions it comes in. */
import type { MlcModel } from '#core/mlc-model.ts';
import type { RunEngine, RunModel } from '#core/run-file/schema.ts';
import { knownBytes } from '#core/total-bytes.ts';

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
	/** Root digest over `files`, of models that are served with the app: as run files name them. */
	readonly digest?: string;
}

export interface CatalogModel {
	readonly id: string;
	readonly name: string;
	readonly family: string;
	readonly format: RunModel['format'];
	readonly license: string | null;
	/** Null when nobody says. */
	readonly parameterCount: number | null;
	readonly summary: string;
	/** Where the files are: relative to the app for the built-in model. */
	readonly source: { readonly url: string; readonly revision: string | null };
	/** Missing for a model that writes; known from its `config.json`, and for sure once it is loaded. */
	readonly task?: 'fill-mask';
	/** The first one is the default. */
	readonly precisions: readonly CatalogPrecision[];
	/** Of models that lie in the weights store; absent for those that are served with the app. */
	readonly stored?: StoredPlace;
}

export interface StoredPlace {
	/** Its id in the store. */
	readonly id: string;
	/** Root digest over its files, as run files name it. */
	readonly digest: string;
	/** Null for ONNX models. */
	readonly mlc: MlcModel | null;
	/** Its name is the word of a pack or a folder: it is shown as a quotation. */
	readonly isQuoted?: true;
}

/** Whether a precision's arithmetic is in half floats, which on the CPU few operators have. */
export function computesInF16(precision: string): boolean {
	return precision.endsWith('f16') || precision === 'fp16';
}

/** Root digest over the files of a precision, as run files name it; null where it is not known beforehand. */
export function digestOf({ stored }: CatalogModel, precision: CatalogPrecision): string | null {
	return stored?.digest ?? precision.digest ?? null;
}

/** What the files of a precision weigh together, in bytes; null if missing. */
export function weightOf(precision: CatalogPrecision | undefined): number | null {
	return precision === undefined ? null : knownBytes(precision.files);
}

/** MLC's kernels are WebGPU shaders, and half floats need a graphics card in ONNX models, too. */
export function backendsOf({
	format,
	precisions
}: Pick<CatalogModel, 'format' | 'precisions'>): RunEngine['backend'][] {
	const needsGpu = format === 'mlc' || precisions.every(({ id }) => computesInF16(id));
	return needsGpu ? ['webgpu'] : ['wasm', 'webgpu'];
}
