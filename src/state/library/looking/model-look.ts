import type { Task } from '../../page/task.svelte.ts';
import type { FolderInspection } from './folder-model.ts';
import type { Inspection } from './inspect-repository.ts';

export type FoundModel =
	| { readonly kind: 'hub'; readonly found: Inspection }
	| { readonly kind: 'folder'; readonly found: FolderInspection };

/** A look at one model before anything of it is stored. */
export type ModelLook = Task<FoundModel>;
