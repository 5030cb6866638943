/** Looks at a model of the user's own before anything is stored: what is missing, what does not fit. */

export interface ListedFile {
	/** Path inside the model folder, `/` between parts. */
	readonly name: string;
	/** Null when the server does not say. */
	readonly sizeBytes: number | null;
}

export type ModelProblem =
	/** `hint` names a file that is there and may be meant. */
	| { readonly code: 'file-missing'; readonly file: string; readonly hint: string | null }
	/** `field` is a path in the file, empty for the whole. */
	| {
			readonly code: 'field-invalid';
			readonly file: string;
			readonly field: string;
			readonly expected: string;
	  }
	| {
			readonly code: 'size-differs';
			readonly file: string;
			readonly expectedBytes: number;
			readonly actualBytes: number;
	  }
	| { readonly code: 'unsupported'; readonly file: string; readonly reason: string }
	/** In the file's place there is only a note of Git LFS that says where it is kept. */
	| { readonly code: 'lfs-pointer'; readonly file: string };

export type Checked<T> =
	| { readonly ok: true; readonly model: T }
	| { readonly ok: false; readonly problems: readonly ModelProblem[] };

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

export function fieldInvalid(file: string, field: string, expected: string): ModelProblem {
	return { code: 'field-invalid', file, field, expected };
}

/** The files of a folder by name, and the problems that finding them brings up. */
export class FileList {
	readonly problems: ModelProblem[] = [];
	readonly #files: ReadonlyMap<string, ListedFile>;

	constructor(files: readonly ListedFile[]) {
		this.#files = new Map(files.map((file) => [file.name, file]));
	}

	get names(): readonly string[] {
		return [...this.#files.keys()];
	}

	has(name: string): boolean {
		return this.#files.has(name);
	}

	/** @param insteadOf names that would be a likely mistake */
	require(name: string, insteadOf: readonly string[] = []): void {
		if (this.has(name)) return;
		const hint = insteadOf.find((other) => this.has(other)) ?? null;
		this.problems.push({ code: 'file-missing', file: name, hint });
	}

	requireSize(name: string, expectedBytes: number): void {
		this.require(name);
		const actualBytes = this.#files.get(name)?.sizeBytes ?? expectedBytes;
		if (actualBytes === expectedBytes) return;
		this.problems.push({ code: 'size-differs', file: name, expectedBytes, actualBytes });
	}

	/** The content of a JSON file that is there and is an object; a problem and null otherwise. */
	object(name: string, content: unknown): JsonObject | null {
		if (!this.has(name)) return null;
		if (isObject(content)) return content;
		this.problems.push(fieldInvalid(name, '', 'a JSON object'));
		return null;
	}

	finish<T>(model: T | null): Checked<T> {
		if (this.problems.length > 0 || model === null) return { ok: false, problems: this.problems };
		return { ok: true, model };
	}
}
