import { expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import type { LinkModel } from '#core/link/link-schema.ts';
import { AskedModel } from './asked-model.svelte.ts';
import type { Library } from './open-library.ts';

const named: LinkModel = {
	name: 'tiny',
	format: 'onnx',
	quantization: 'q8',
	digest: null,
	source: { url: 'https://example.org/owner/tiny', revision: null },
	size_bytes: null
};

test('why a model cannot be had stays until it is dismissed, or the model asked for again', async () => {
	const { download, ...model } = track();
	await model.get(() => Promise.reject(new AppError('offline', 'no network')));
	expect(download.error).toMatchObject({ code: 'offline' });
	const again = model.get(() => Promise.reject(new AppError('storage-full', 'no room')));
	expect(download.status).toEqual({ kind: 'running', progress: null });
	await again;
	expect(download.error).toMatchObject({ code: 'storage-full' });
	download.dismiss();
	expect(download.status.kind).toBe('idle');
});

test('a download that was cancelled is no failure', async () => {
	const { download, get } = track();
	await get(() => Promise.reject(new DOMException('paused', 'AbortError')));
	expect(download.status.kind).toBe('idle');
});

test('a model that is asked for twice at once is asked for once', async () => {
	let opened = 0;
	const { get } = track();
	const open = () => {
		opened++;
		return Promise.reject(new AppError('offline', 'no network'));
	};
	await Promise.all([get(open), get(open)]);
	expect(opened).toBe(1);
});

function track() {
	const model = new AskedModel();
	const get = (open: () => Promise<Library>) => model.get(named, open);
	return { download: model.download, get };
}
