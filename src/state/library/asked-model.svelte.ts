import { isAbort, toAppError, type AppError } from '#core/errors.ts';
import type { LinkModel } from '#core/link/link-schema.ts';
import { findLinkDownload } from './link-download.ts';
import type { Library } from './open-library.ts';

export type AskedStatus =
	| { readonly kind: 'idle' }
	/** Asks the hub what the model consists of. */
	| { readonly kind: 'asking' }
	/** `key`: under which the library knows it. */
	| { readonly kind: 'coming'; readonly key: string }
	| { readonly kind: 'failed'; readonly error: AppError };

/** Gets the model that a link names, once somebody says so. */
export class AskedModel {
	status = $state.raw<AskedStatus>({ kind: 'idle' });

	/** Ends when the model is stored, paused, or cannot be had. Never rejects. */
	async get(named: LinkModel, openLibrary: () => Promise<Library>): Promise<void> {
		if (this.status.kind === 'asking' || this.status.kind === 'coming') return;
		this.status = { kind: 'asking' };
		try {
			const { key, start } = await findLinkDownload(named, await openLibrary());
			this.status = { kind: 'coming', key };
			await start();
			this.status = { kind: 'idle' };
		} catch (error) {
			this.status = isAbort(error)
				? { kind: 'idle' }
				: { kind: 'failed', error: toAppError(error) };
		}
	}
}
