/**
 * Serves the built app to all tests, at the address that the configuration names, with the headers of
 * `vite preview`. That one looks each file up on the disk and reads it anew: a tenth of what a short test takes.
 */
import { createServer } from 'node:http';
import type { FullConfig } from '@playwright/test';
import sirv from 'sirv';
import { headersFor } from '../../tools/vite/safety-headers.ts';

/** @returns what stops it again */
export default async function serveBuiltApp({
	projects
}: FullConfig): Promise<() => Promise<void>> {
	const address = projects[0]?.use.baseURL;
	if (address === undefined) throw new Error('the configuration names no address');
	const { hostname, pathname, port } = new URL(address);
	const files = sirv('dist');
	const server = createServer((request, response) => {
		const url = request.url ?? '/';
		for (const [name, value] of Object.entries(headersFor(url))) response.setHeader(name, value);
		// As a first visit finds it, each time.
		response.setHeader('Cache-Control', 'no-store');
		const notFound = (): void => void response.writeHead(404).end();
		if (!url.startsWith(pathname)) {
			notFound();
			return;
		}
		request.url = url.slice(pathname.length - 1);
		files(request, response, notFound);
	});
	// A browser may use a connection again after a long step of a test: the server must not close it just then.
	server.keepAliveTimeout = 0;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(Number(port), hostname, resolve);
	});
	return async () => {
		const closed = new Promise((resolve) => server.close(resolve));
		server.closeAllConnections();
		await closed;
	};
}
