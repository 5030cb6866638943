import type { LinkModel } from '#core/link/link-schema.ts';
import { Task } from '../page/task.svelte.ts';
import { findLinkDownload } from './link-download.ts';
import type { Library } from './open-library.ts';

/** Gets the model that a link names, once someone says so. */
export class AskedModel {
	/** How far it is: under which key the library knows the model; null while the hub is asked for it. */
	readonly download = new Task<void, string | null>();

	/** Ends when the model is stored, paused, or cannot be had. Never rejects. */
	async get(named: LinkModel, openLibrary: () => Promise<Library>): Promise<void> {
		if (this.download.isRunning) return;
		await this.download.run(null, async (_signal, tell) => {
			const { key, start } = await findLinkDownload(named, await openLibrary());
			tell(key);
			await start();
		});
	}
}
