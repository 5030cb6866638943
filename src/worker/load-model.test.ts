import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { fetchModel } from './load-model.ts';

let server: Server | null = null;

afterEach(() => {
	server?.closeAllConnections();
	server?.close();
	server = null;
});

/** Sends so many of a hundred bytes, and then nothing. */
async function hostThatStops(sentBytes: number): Promise<string> {
	server = createServer((_request, response) => {
		response.writeHead(200, { 'Content-Length': 100 });
		response.write(new Uint8Array(sentBytes));
	});
	await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/weights`;
}

test('a host of the app that stops in mid-file is not waited for', async () => {
	const url = await hostThatStops(40);
	const file = { name: 'weights', url, sizeBytes: 100, digest: null };
	const seen: number[] = [];
	const loading = fetchModel(
		[file],
		new AbortController().signal,
		(progress) => {
			if (progress.phase === 'download') seen.push(progress.loadedBytes);
		},
		300
	);
	await expect(loading).rejects.toMatchObject({
		code: 'stalled',
		details: { waitedFor: 'app-host', file: 'weights' }
	});
	expect(seen).toContain(40);
});
