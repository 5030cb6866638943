/**
 * A model hub on the loopback interface: the file layout, redirects, ranges and headers of the hub,
 * over synthetic or given files. It can be told to misbehave, in process or over HTTP.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { diskContent } from './disk-file.ts';
import type {
	HubFault,
	HubFileFacts,
	HubFileRequest,
	HubLogEntry,
	HubRefusal
} from './hub-protocol.ts';
import { sendContent, sendFaultyAnswer } from './send-content.ts';
import type { Faults } from './send-content.ts';
import { bytesContent, syntheticContent } from './synthetic-file.ts';
import type { HubContent } from './synthetic-file.ts';

interface HubFile {
	readonly repository: string;
	readonly path: string;
	readonly content: HubContent;
	readonly lfs: boolean;
	faults: { fault: HubFault; left: number }[];
}

/** Of the address as it was sent: references may have slashes, encoded. */
const API_PATH = /^\/api\/models\/([^/]+\/[^/]+)\/(revision|tree)\/([^/]+)$/;
const FILE_PATH = /^\/([^/]+\/[^/]+)\/(?:resolve\/([^/]+)|cdn)\/(.+)$/;
const EXPOSED =
	'ETag, Link, Accept-Ranges, Content-Range, Retry-After, X-Repo-Commit, X-Linked-Size, X-Linked-ETag, X-Error-Code';

function commitOf(repository: string): string {
	return createHash('sha1').update(repository).digest('hex');
}

/** A hub's answer to what it does not have, or does not show. */
function refuseWith({ status, errorCode }: HubRefusal, response: ServerResponse): void {
	response.statusCode = status;
	if (errorCode !== undefined) response.setHeader('X-Error-Code', errorCode);
	response.end(JSON.stringify({ error: errorCode ?? 'Invalid username or password.' }));
}

/** The branch, the commit, and the references of pull requests, which all hold the same. */
function hasRevision(repository: string, revision: string): boolean {
	return /^(?:main|refs\/pr\/\d+)$/.test(revision) || revision === commitOf(repository);
}

/** Takes one use of every fault that is set for the file. */
function takeFaults(file: HubFile): Faults {
	const taken: Record<string, HubFault> = {};
	for (const entry of file.faults) {
		entry.left -= 1;
		taken[entry.fault.kind] = entry.fault;
	}
	file.faults = file.faults.filter(({ left }) => left > 0);
	return taken;
}

function parseRange(header: string | undefined, sizeBytes: number): [number, number] | null {
	const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
	if (match === null) return null;
	const end = match[2] === '' ? sizeBytes : Number(match[2]) + 1;
	return [Number(match[1]), Math.min(end, sizeBytes)];
}

export class LoopbackHub {
	/** Requests of contents since the last reset. */
	log: HubLogEntry[] = [];
	/** Files a page of the file list holds. */
	pageSize = 1000;
	readonly #server: Server;
	#files: HubFile[] = [];
	readonly #refused = new Map<string, HubRefusal>();

	static async start(): Promise<LoopbackHub> {
		const hub = new LoopbackHub();
		await new Promise<void>((resolve) => hub.#server.listen(0, '127.0.0.1', resolve));
		return hub;
	}

	private constructor() {
		this.#server = createServer((request, response) => {
			this.#handle(request, response).catch((error: unknown) => {
				if (!response.headersSent) response.statusCode = 500;
				response.end(String(error));
			});
		});
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	/** Adds a file, or replaces it by one with another content. */
	addFile(request: HubFileRequest): HubFileFacts {
		return this.#add(request, syntheticContent(request.sizeBytes, request.seed));
	}

	addBytes(request: {
		repository: string;
		path: string;
		bytes: Uint8Array;
		lfs?: boolean;
	}): HubFileFacts {
		return this.#add({ ...request, lfs: request.lfs ?? false }, bytesContent(request.bytes));
	}

	/** @param request.file where it lies on this machine */
	async addDiskFile(request: {
		repository: string;
		path: string;
		file: string;
		lfs: boolean;
	}): Promise<HubFileFacts> {
		return this.#add(request, await diskContent(request.file));
	}

	/** What a file does wrong from now on, in addition to what it does wrong already. */
	misbehave(repository: string, path: string, fault: HubFault): void {
		const file = this.#find(repository, path);
		if (file === undefined) throw new Error(`no ${repository}/${path}`);
		file.faults.push({ fault, left: fault.times ?? Infinity });
	}

	/** From now on nothing of a repository is shown. */
	refuse(repository: string, refusal: HubRefusal): void {
		this.#refused.set(repository, refusal);
	}

	/** The files of a repository behave again. */
	heal(repository: string): void {
		this.#refused.delete(repository);
		for (const file of this.#files) if (file.repository === repository) file.faults = [];
	}

	/** Nothing is left: no file, no fault, no log. */
	reset(): void {
		this.#files = [];
		this.#refused.clear();
		this.log = [];
		this.pageSize = 1000;
	}

	#add(
		{ repository, path, lfs }: { repository: string; path: string; lfs: boolean },
		content: HubContent
	): HubFileFacts {
		this.#files = this.#files.filter(
			(file) => file.repository !== repository || file.path !== path
		);
		this.#files.push({ repository, path, lfs, content, faults: [] });
		const { sizeBytes, sha256 } = content;
		const url = `${this.url}/${repository}/resolve/${commitOf(repository)}/${path}`;
		return { url, sizeBytes, digest: `sha256:${sha256}` };
	}

	#find(repository: string, path: string): HubFile | undefined {
		return this.#files.find((file) => file.repository === repository && file.path === path);
	}

	async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', this.url);
		response.setHeader('Access-Control-Allow-Origin', '*');
		response.setHeader('Access-Control-Expose-Headers', EXPOSED);
		const [, command] = /^\/control\/(.+)$/.exec(url.pathname) ?? [];
		const [, repository = '', question, revision] = (API_PATH.exec(url.pathname) ?? []).map(
			decodeURIComponent
		);
		if (command !== undefined) await this.#control(command, request, response);
		else if (question === undefined) await this.#file(url.pathname, request, response);
		else if (this.#refuses(repository, revision ?? '', response)) return;
		else this.#api(repository, question, url, response);
	}

	/** @param revision null where none was named */
	#refuses(repository: string, revision: string | null, response: ServerResponse): boolean {
		const isKnown = this.#files.some((file) => file.repository === repository);
		const missing = isKnown ? undefined : { status: 404, errorCode: 'RepoNotFound' };
		const unknown =
			revision === null || hasRevision(repository, revision)
				? undefined
				: { status: 404, errorCode: 'RevisionNotFound' };
		const refusal = this.#refused.get(repository) ?? missing ?? unknown;
		if (refusal !== undefined) refuseWith(refusal, response);
		return refusal !== undefined;
	}

	async #file(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
		const [, repository = '', revision, name = ''] = (FILE_PATH.exec(path) ?? []).map((part) =>
			// One that did not take part is undefined, whatever the types say.
			(part as string | undefined) === undefined ? part : decodeURIComponent(part)
		);
		if (this.#refuses(repository, revision ?? null, response)) return;
		const file = this.#find(repository, name);
		if (file === undefined) {
			refuseWith({ status: 404, errorCode: 'EntryNotFound' }, response);
			return;
		}
		if (file.faults.some(({ fault }) => fault.kind === 'no-cors')) {
			response.removeHeader('Access-Control-Allow-Origin');
		}
		if (request.method === 'OPTIONS') this.#preflight(file, response);
		else if (file.lfs && path.includes('/resolve/')) this.#redirect(file, response);
		else await this.#serve(file, request, response);
	}

	#preflight(file: HubFile, response: ServerResponse): void {
		if (!file.faults.some(({ fault }) => fault.kind === 'refuse-range-preflight')) {
			response.setHeader('Access-Control-Allow-Headers', 'Range, If-Range');
			response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD');
		}
		response.statusCode = 204;
		response.end();
	}

	#redirect(file: HubFile, response: ServerResponse): void {
		response.writeHead(302, {
			Location: `/${file.repository}/cdn/${file.path.split('/').map(encodeURIComponent).join('/')}`,
			'X-Repo-Commit': commitOf(file.repository),
			'X-Linked-Size': String(file.content.sizeBytes),
			'X-Linked-ETag': `"${file.content.sha256}"`
		});
		response.end();
	}

	async #serve(file: HubFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
		const method = request.method ?? 'GET';
		// A question whose answer nobody reads uses up no fault.
		const faults = method === 'HEAD' ? {} : takeFaults(file);
		const { content, repository, path } = file;
		const total = Math.min(content.sizeBytes, faults.truncated?.sizeBytes ?? Infinity);
		const ranged =
			faults['ignore-range'] === undefined ? parseRange(request.headers.range, total) : null;
		const [start, end] = ranged ?? [0, total];
		const entry = { repository, path, method, status: 200, start, sentBytes: 0 };
		this.log.push(entry);
		if (!sendFaultyAnswer(faults, content, response)) {
			this.#writeHeaders(content, ranged, total, response);
			if (method === 'HEAD' || response.statusCode === 416) response.end();
			else {
				entry.status = response.statusCode;
				await sendContent(content, [start, end], faults, entry, response);
			}
		}
		entry.status = response.statusCode;
	}

	#writeHeaders(
		content: HubContent,
		range: [number, number] | null,
		total: number,
		response: ServerResponse
	): void {
		response.setHeader('Content-Type', 'application/octet-stream');
		response.setHeader('ETag', `"${content.sha256}"`);
		response.setHeader('Accept-Ranges', 'bytes');
		if (range !== null && range[0] >= total) {
			response.statusCode = 416;
			response.setHeader('Content-Range', `bytes */${total}`);
			return;
		}
		const [start, end] = range ?? [0, total];
		response.setHeader('Content-Length', end - start);
		if (range === null) return;
		response.statusCode = 206;
		response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${total}`);
	}

	#api(repository: string, what: string, url: URL, response: ServerResponse): void {
		const files = this.#files.filter((file) => file.repository === repository);
		response.setHeader('Content-Type', 'application/json');
		if (what === 'revision') {
			response.end(JSON.stringify({ id: repository, sha: commitOf(repository) }));
			return;
		}
		const from = Number(url.searchParams.get('cursor') ?? 0);
		const page = files.slice(from, from + this.pageSize);
		if (from + page.length < files.length) {
			url.searchParams.set('cursor', String(from + page.length));
			response.setHeader('Link', `<${url.href}>; rel="next"`);
		}
		const entries = page.map(({ path, lfs, content: { sizeBytes: size, sha256 } }) => ({
			type: 'file',
			oid: createHash('sha1').update(sha256).digest('hex'),
			size,
			path,
			...(lfs ? { lfs: { oid: sha256, size, pointerSize: 134 } } : {})
		}));
		response.end(JSON.stringify(entries));
	}

	async #control(what: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
		response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
		response.setHeader('Content-Type', 'application/json');
		if (request.method === 'OPTIONS') {
			response.end();
			return;
		}
		let text = '';
		for await (const piece of request) text += String(piece);
		const body = (text === '' ? {} : JSON.parse(text)) as HubFileRequest & {
			fault: HubFault;
			refusal: HubRefusal;
			text: string;
		};
		const commands: Record<string, () => unknown> = {
			file: () => this.addFile(body),
			text: () => this.addBytes({ ...body, bytes: new TextEncoder().encode(body.text) }),
			refuse: () => this.refuse(body.repository, body.refusal),
			fault: () => this.misbehave(body.repository, body.path, body.fault),
			heal: () => this.heal(body.repository),
			reset: () => this.reset(),
			log: () => this.log
		};
		response.end(JSON.stringify(commands[what]?.() ?? null));
	}
}
