/** From a choice in the catalogue to what the worker is asked to load. */
import type { LoadRequest } from '#protocol/worker-api.ts';
import type { CatalogFile, CatalogModel, CatalogPrecision } from './model.ts';

/** A new version of the app must not get an older one's files from the HTTP cache. */
function fileUrl(folder: URL, { name, digest }: CatalogFile, isPinned: boolean): string {
	const url = new URL(name, folder);
	if (!isPinned) url.searchParams.set('sha256', digest.slice('sha256:'.length).slice(0, 16));
	return url.href;
}

/**
 * @param baseUrl absolute address of the app's folder, with a trailing slash: relative sources and
 *   the engine's runtime files lie below it
 */
export function createLoadRequest(
	model: CatalogModel,
	precision: CatalogPrecision,
	backend: LoadRequest['backend'],
	baseUrl: string
): LoadRequest {
	const runtimeUrl = new URL('runtime/onnx/', baseUrl).href;
	const { weightsFile } = precision;
	if (model.stored !== undefined) {
		const { id, mlc } = model.stored;
		const request = { backend, files: [], weightsFile, runtimeUrl, stored: id, selfTest: true };
		return mlc === null ? { ...request, engine: 'onnx' } : { ...request, engine: 'web-llm', mlc };
	}
	const folder = new URL(model.source.url, baseUrl);
	const isPinned = model.source.revision !== null;
	return {
		engine: 'onnx',
		backend,
		files: precision.files.map((file) => ({ ...file, url: fileUrl(folder, file, isPinned) })),
		weightsFile,
		runtimeUrl,
		// On the CPU the bits of the app's own models are the same everywhere, and tests prove them.
		selfTest: backend === 'webgpu'
	};
}
