import type { ModelProblem } from '#catalog/custom-model.ts';
import { MODEL_LIBRARY } from '#catalog/model-parts.ts';
import type { FolderFile } from '#storage/weights/import-model.ts';
import { inspectFolder, type FolderLibrary } from './looking/folder-model.ts';
import { libraryFile } from './looking/hub-manifest.ts';
import { Task, type Outcome } from '../page/task.svelte.ts';
import type { Hub } from './looking/hub-repository.ts';
import {
	inspectMlcRepository,
	inspectOnnxRepository,
	type Inspection
} from './looking/inspect-repository.ts';
import { parseHubPlace } from '#storage/weights/hub-place.ts';
import type { FoundModel, ModelLook } from './looking/model-look.ts';
import { fetchLibrary, lookAtLibrary } from './looking/model-library.ts';

export type CustomFormat = 'onnx' | 'mlc';

/** A model of the user's own: looked at first, stored only when it is whole. */
export class CustomModelState {
	format = $state<CustomFormat>('onnx');
	/** `owner/name`, or an address. */
	place = $state('');
	/** Of MLC models; empty when it lies beside the weights. */
	libraryUrl = $state('');
	/** The same for a folder, which asks for it once it turns out to be missing. */
	folderLibraryUrl = $state('');
	/** A folder of weights was picked whose library lies elsewhere. */
	wantsLibrary = $state(false);
	/** At a repository of the hub. */
	readonly look: ModelLook = new Task<FoundModel>();
	/** At a folder: shown elsewhere, where it was asked for. */
	readonly folderLook: ModelLook = new Task<FoundModel>();
	readonly #hub: (signal: AbortSignal) => Hub;
	/** What was picked last, to be looked at again with another library. */
	#folder: readonly FolderFile[] = [];

	constructor(hub: (signal: AbortSignal) => Hub) {
		this.#hub = hub;
	}

	/** Asks the hub what is there; downloads only the small files that say it. */
	lookAtHub(): Promise<Outcome<FoundModel>> {
		return this.look.run(null, async (signal) => {
			return { kind: 'hub', found: await this.#inspect(this.#hub(signal)) };
		});
	}

	async lookAtFolder(files: readonly FolderFile[]): Promise<void> {
		this.forgetFolder();
		this.#folder = files;
		await this.lookAtFolderAgain();
	}

	/** With the library whose address was given meanwhile. */
	async lookAtFolderAgain(): Promise<void> {
		const library = this.folderLibraryUrl.trim();
		const look = async (signal: AbortSignal): Promise<FoundModel> => {
			const problems = libraryProblems(library);
			const found =
				problems.length > 0
					? { title: library, problems, choices: [] }
					: await inspectFolder(
							this.#folder,
							library === '' ? null : folderLibrary(library, this.#hub(signal))
						);
			return { kind: 'folder', found };
		};
		await this.folderLook.run(null, look, ({ found }) => {
			this.wantsLibrary ||= found.problems.some(lacksLibrary);
		});
	}

	forget(): void {
		this.look.clear();
	}

	forgetFolder(): void {
		this.#folder = [];
		this.wantsLibrary = false;
		this.folderLibraryUrl = '';
		this.folderLook.clear();
	}

	async #inspect(hub: Hub): Promise<Inspection> {
		const place = parseHubPlace(this.place, hub.base);
		const library = this.format === 'mlc' ? this.libraryUrl.trim() : '';
		const problems = libraryProblems(library);
		if (place === null) {
			const expected = 'a repository like owner/name, or its address on the hub';
			problems.unshift({ code: 'field-invalid', file: 'Model', field: '', expected });
		}
		if (place === null || problems.length > 0) {
			return { title: this.place, problems, choices: [], about: null };
		}
		const { repository: name } = place;
		const revision = place.revision ?? 'main';
		const at = place.base === null ? hub : elsewhere(hub, place.base);
		if (this.format === 'onnx') return inspectOnnxRepository(name, revision, at);
		return inspectMlcRepository(name, revision, library === '' ? null : library, at);
	}
}

/** Another hub, which the user named: what comes from there says so. */
function elsewhere(hub: Hub, base: string): Hub {
	return { ...hub, base, pages: base };
}

function lacksLibrary(problem: ModelProblem): boolean {
	return problem.code === 'file-missing' && problem.file === MODEL_LIBRARY;
}

function libraryProblems(library: string): ModelProblem[] {
	if (library === '' || /^https?:$/.test(protocolOf(library))) return [];
	const expected = 'an http(s) address of a .wasm file';
	return [{ code: 'field-invalid', file: 'Model library', field: '', expected }];
}

function folderLibrary(address: string, hub: Hub): FolderLibrary {
	const file = libraryFile(address, hub.base);
	return {
		file,
		look: async () => (await lookAtLibrary(file, hub)).problems,
		fetch: async () => {
			return { path: MODEL_LIBRARY, blob: await fetchLibrary(file, hub), url: file.url };
		}
	};
}

function protocolOf(text: string): string {
	return URL.canParse(text) ? new URL(text).protocol : '';
}
