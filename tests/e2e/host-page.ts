/** Somebody else's page, on another site than the app, with the app in a frame. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from '@playwright/test';

export interface HostServer {
	/** `http://localhost:…`: another site than `127.0.0.1`. */
	readonly origin: string;
	/** What its page consists of from now on. */
	serve(html: string, headers?: Record<string, string>): void;
	stop(): Promise<void>;
}

export async function startHostServer(): Promise<HostServer> {
	let page = '';
	let sent: Record<string, string> = {};
	const server: Server = createServer((_request, response) => {
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...sent });
		response.end(page);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		origin: `http://localhost:${port.toString()}`,
		serve(html, headers = {}) {
			page = html;
			sent = headers;
		},
		async stop() {
			await new Promise((resolve) => {
				server.close(resolve);
				server.closeAllConnections();
			});
		}
	};
}

/** A page that writes down what the frame tells it, and can say anything to it. */
export function listeningPage(src: string, attributes = ''): string {
	return `<!doctype html><meta charset="utf-8"><title>Host</title>
<body style="font: 1rem/1.5 serif; max-width: 60rem; margin: 2rem auto">
<p>Somebody’s article, with a model in it.</p>
<iframe src="${src}" ${attributes} style="width: 100%; height: 20rem; border: 1px solid silver"></iframe>
<p>And the article goes on.</p>
<script>
	const frame = document.querySelector('iframe');
	const origin = new URL(frame.src).origin;
	window.told = [];
	window.say = (message) => frame.contentWindow.postMessage(message, origin);
	addEventListener('message', ({ source, data }) => {
		if (source === frame.contentWindow) told.push(data);
	});
	frame.addEventListener('load', () => (window.isFrameLoaded = true));
</script>`;
}

export interface Told {
	readonly type: string;
	readonly id?: string;
	readonly [field: string]: unknown;
}

export async function told(page: Page): Promise<Told[]> {
	return await page.evaluate(() => (window as unknown as { told: Told[] }).told);
}

export async function say(page: Page, message: unknown): Promise<void> {
	await page.evaluate(
		(sent) => (window as unknown as { say: (message: unknown) => void }).say(sent),
		message
	);
}

export async function frameLoaded(page: Page): Promise<void> {
	await page.waitForFunction(() => 'isFrameLoaded' in window);
}

/** The app's own document in the page. */
export function appFrame(page: Page): Frame {
	const [, frame] = page.frames();
	if (frame === undefined) throw new Error('the page has no frame');
	return frame;
}
