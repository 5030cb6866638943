/** The entry of the small worker that seals and reads run files. */
import { expose } from 'comlink';
import { readRunFile } from '#core/comparison/read-comparison.ts';
import { inspectRunFile } from '#core/run-file/inspect-file.ts';
import { sealAnyRun } from '#core/run-file/any-run-file.ts';
import type { RunFileApi } from '#protocol/run-file-api.ts';
import { registerTransferHandlers } from '#protocol/transfer-handlers.ts';

async function contentOf(source: Blob | string): Promise<string | Uint8Array> {
	return typeof source === 'string' ? source : new Uint8Array(await source.arrayBuffer());
}

const service = {
	seal(unsealed) {
		// What is thrown inside becomes a rejection.
		return new Promise((resolve) => resolve(sealAnyRun(unsealed)));
	},
	async read(source) {
		return readRunFile(await contentOf(source));
	},
	async inspect(source) {
		return inspectRunFile(await contentOf(source));
	}
} satisfies RunFileApi;

registerTransferHandlers();
expose(service);
