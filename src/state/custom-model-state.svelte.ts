import { toAppError, type AppError } from '#core/errors.ts';
import type { FolderFile } from '#storage/weights/import-model.ts';
import { inspectFolder, type FolderInspection } from './folder-model.ts';
import {
	inspectMlcRepository,
	inspectOnnxRepository,
	parseRepository,
	type Hub,
	type Inspection
} from './hub-manifest.ts';

export type CustomStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'looking' }
	| { readonly kind: 'hub'; readonly found: Inspection }
	| { readonly kind: 'folder'; readonly found: FolderInspection }
	| { readonly kind: 'failed'; readonly error: AppError };

export type CustomFormat = 'onnx' | 'mlc';

/** A model of the user's own: looked at first, stored only when it is whole. */
export class CustomModelState {
	format = $state<CustomFormat>('onnx');
	/** `owner/name`, or an address. */
	place = $state('');
	/** Of MLC models; empty when it lies beside the weights. */
	libraryUrl = $state('');
	status = $state.raw<CustomStatus>({ kind: 'idle' });
	readonly #hub: (signal: AbortSignal) => Hub;

	constructor(hub: (signal: AbortSignal) => Hub) {
		this.#hub = hub;
	}

	/** Asks the hub what is there; downloads only the small files that say it. */
	async look(): Promise<void> {
		await this.#look(async () => {
			const hub = this.#hub(new AbortController().signal);
			return { kind: 'hub', found: await this.#inspect(hub) };
		});
	}

	async lookAtFolder(files: readonly FolderFile[]): Promise<void> {
		await this.#look(async () => ({ kind: 'folder', found: await inspectFolder(files) }));
	}

	forget(): void {
		this.status = { kind: 'idle' };
	}

	async #look(work: () => Promise<CustomStatus>): Promise<void> {
		this.status = { kind: 'looking' };
		try {
			this.status = await work();
		} catch (error) {
			this.status = { kind: 'failed', error: toAppError(error) };
		}
	}

	async #inspect(hub: Hub): Promise<Inspection> {
		const repository = parseRepository(this.place);
		const library = this.libraryUrl.trim();
		const problems: Inspection['problems'][number][] = [];
		if (repository === null) {
			const expected = 'a repository like owner/name, or its address on the hub';
			problems.push({ code: 'field-invalid', file: 'Model', field: '', expected });
		}
		if (this.format === 'mlc' && library !== '' && !/^https?:$/.test(protocolOf(library))) {
			const expected = 'an http(s) address of a .wasm file';
			problems.push({ code: 'field-invalid', file: 'Model library', field: '', expected });
		}
		if (repository === null || problems.length > 0) {
			return { title: this.place, problems, choices: [] };
		}
		const { name, revision } = repository;
		if (this.format === 'onnx') return inspectOnnxRepository(name, revision, hub);
		return inspectMlcRepository(name, revision, library === '' ? null : library, hub);
	}
}

function protocolOf(text: string): string {
	return URL.canParse(text) ? new URL(text).protocol : '';
}
