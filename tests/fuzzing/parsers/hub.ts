/** What hubs, mirrors and other hosts answer, addresses that people paste, packs and lists of files. */
import { readClassFile, readClassModel } from '#storage/class-file.ts';
import { modelDigest } from '#core/digest/model-digest.ts';
import type { DownloadEnvironment } from '#storage/weights/download-environment.ts';
import { DownloadFault } from '#storage/weights/download-fault.ts';
import { checkAnswer } from '#storage/weights/file-answer.ts';
import { parseHubBase, parseHubFileUrl, relocate } from '#storage/weights/hub-address.ts';
import { listHubFiles, resolveCommit } from '#storage/weights/hub-client.ts';
import { parseHubPlace } from '#storage/weights/hub-place.ts';
import { isPointerBlob } from '#storage/weights/lfs-pointer.ts';
import { checkListedShards } from '#storage/weights/listed-shards.ts';
import { parsePackManifest } from '#storage/weights/pack-manifest.ts';
import { openPack } from '#storage/weights/read-pack.ts';
import { parseRetryAfter } from '#storage/weights/retry.ts';
import { readTar, tarOf } from '#storage/weights/tar.ts';
import { mutateJson, mutateText } from '../mutate.ts';
import { bytesParser, jsonParser, textParser, type FuzzedParser } from '../parser.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const FILES = [{ name: 'config.json', sizeBytes: 2, digest: DIGEST, url: null }];
const MANIFEST = {
	type: 'glasshouse-pack',
	version: 1,
	model: { id: 'a', title: 'A', digest: modelDigest(FILES), source: null },
	files: FILES
};
const PACK = await tarOf([
	{ name: 'glasshouse-pack.json', blob: new Blob([JSON.stringify(MANIFEST)]) },
	{ name: 'config.json', blob: new Blob(['{}']) }
]).bytes();

/** A hub whose answer is the one given; it asks for no patience. */
function environmentOf(answer: () => Response): DownloadEnvironment {
	return {
		fetch: () => Promise.resolve(answer()),
		now: () => 0,
		epochMs: () => 0,
		random: () => 0,
		sleep: () => Promise.resolve(),
		isOnline: () => true,
		whenOnline: () => Promise.resolve(),
		estimate: () => Promise.resolve({}),
		locks: null
	};
}

const HUB = { base: 'https://hub.example', repository: 'owner/name' };
const COMMIT = '0a'.repeat(20);
const { signal } = new AbortController();

const TREE = [
	{ type: 'file', path: 'config.json', size: 10 },
	{ type: 'file', path: 'onnx/model.onnx', size: 1, lfs: { oid: '0a'.repeat(32), size: 20 } },
	{ type: 'directory', path: 'onnx', size: 0 }
];

const NEXT_PAGES = [
	'<https://hub.example/api?cursor=b&limit=1>; rel="next"',
	'</api?cursor=%E0%A4%A>; rel="next", <x>; rel="last"',
	'<//[>; rel="next"'
];

async function* inPieces(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	for (let at = 0; at < bytes.length; at += 700) {
		yield await Promise.resolve(bytes.slice(at, at + 700));
	}
}

async function readWholePack(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
	const { files } = await openPack(readTar(inPieces(bytes)));
	for await (const { entry } of files) {
		for await (const piece of entry.body()) void piece;
	}
}

/** Status, headers and what they are compared with, one a line. */
const ANSWERS = [
	'206\ncontent-range: bytes 5-9/10\netag: "a"\ncontent-length: 5\n5\n10',
	'200\ncontent-length: 10\ncontent-type: application/octet-stream\n0\n10',
	'429\nretry-after: 120\nx-error-code: GatedRepo\n0\n10',
	'416\nretry-after: Mon, 30 Nov 2026 07:08:09 GMT\n0\n10'
];

function responseOf(text: string): { response: Response; numbers: number[] } {
	const [first = '', ...lines] = text.split('\n');
	const status = Number(first);
	const headers = new Headers();
	for (const line of lines) {
		const at = line.indexOf(':');
		try {
			if (at > 0) headers.append(line.slice(0, at), line.slice(at + 1));
		} catch {
			// What is no header never comes in an answer.
		}
	}
	const known = status >= 200 && status <= 599 ? status : 200;
	const numbers = lines.map(Number).filter((number) => Number.isSafeInteger(number) && number >= 0);
	return { response: new Response(null, { status: Math.floor(known), headers }), numbers };
}

function readAnswer(text: string): unknown {
	const { response, numbers } = responseOf(text);
	parseRetryAfter(response.headers.get('retry-after'), 0);
	const [offset = 0, sizeBytes = null] = numbers;
	try {
		const url = 'https://hub.example/a';
		return checkAnswer(response, { name: 'a', url, sizeBytes, offset, etag: '"a"' }, 0);
	} catch (fault) {
		// What a download goes by; a person is shown the error in it.
		if (fault instanceof DownloadFault) throw fault.error;
		throw fault;
	}
}

async function withAppPlace<T>(text: string, ask: (base: string) => Promise<T>): Promise<T> {
	const { fetch: real } = globalThis;
	globalThis.fetch = () => Promise.resolve(new Response(text));
	try {
		bases += 1;
		return await ask(`https://app.example/${bases}/`);
	} finally {
		globalThis.fetch = real;
	}
}
/** Each is asked once. */
let bases = 0;

const CLASS = {
	type: 'glasshouse.class',
	version: 1,
	title: 'A',
	models: ['models/a'],
	lessons: ['a.json']
};

export const HUB_PARSERS: readonly FuzzedParser[] = [
	textParser(
		'address that somebody pastes',
		[
			'storage/weights/hub-place.ts: parseHubPlace',
			'storage/weights/hub-address.ts: parseHubBase',
			'storage/weights/hub-address.ts: parseHubFileUrl'
		],
		[
			'owner/name@refs/pr/1',
			'https://huggingface.co/owner/name/resolve/main/onnx/model%20a.onnx?download=true',
			'hf://owner/name/tree/main',
			'127.0.0.1:8080/prefix/owner/name/tree/main/onnx',
			'https://mirror.example:444/a/owner/name'
		],
		(text) => {
			const place = parseHubPlace(text, 'https://mirror.example:444/a');
			return [
				place,
				parseHubPlace(text, text),
				parseHubFileUrl(text),
				relocate(text, { base: 'https://b.example' }),
				parseHubBase(text)
			];
		}
	),
	jsonParser(
		'list of files of a hub',
		['storage/weights/hub-client.ts: listHubFiles'],
		[TREE],
		(text) =>
			listHubFiles(HUB, COMMIT, { environment: environmentOf(() => new Response(text)), signal })
	),
	{
		...textParser('pages of a hub’s list', [], NEXT_PAGES, (text) => {
			const link = text.replaceAll(/[^\x20-\x7e]/g, '');
			let pages = 0;
			// A hundred pages are the most that are asked for: two show what is read of the first.
			const answer = () => new Response('[]', { headers: pages++ === 0 ? { link } : {} });
			return listHubFiles(HUB, COMMIT, { environment: environmentOf(answer), signal });
		}),
		make: (random) => ({
			kind: 'text',
			text: mutateText(random, random.pick(NEXT_PAGES), 500)
		})
	},
	jsonParser('commit of a branch', [], [{ sha: COMMIT }], (text) =>
		resolveCommit(HUB, 'main', { environment: environmentOf(() => new Response(text)), signal })
	),
	textParser(
		'answer to a download',
		['storage/weights/file-answer.ts: checkAnswer', 'storage/weights/retry.ts: parseRetryAfter'],
		ANSWERS,
		readAnswer
	),
	bytesParser(
		'pack',
		[
			'storage/weights/read-pack.ts: openPack',
			'storage/weights/tar.ts: readTar',
			'storage/weights/tar.ts: readTarFrom'
		],
		[PACK],
		readWholePack
	),
	jsonParser(
		'manifest of a pack',
		['storage/weights/pack-manifest.ts: parsePackManifest'],
		[MANIFEST],
		(text) => parsePackManifest(text)
	),
	{
		...jsonParser('manifest of a pack, with its digest', [], [MANIFEST], (text) =>
			parsePackManifest(text)
		),
		make(random) {
			const files = mutateJson(random, FILES);
			return {
				kind: 'text',
				text: JSON.stringify({
					...MANIFEST,
					model: { ...MANIFEST.model, digest: digestOf(files) },
					files
				})
			};
		}
	},
	jsonParser('class file', ['storage/class-file.ts: readClassFile'], [CLASS], (text) =>
		withAppPlace(text, readClassFile)
	),
	jsonParser('model of a class', ['storage/class-file.ts: readClassModel'], [MANIFEST], (text) =>
		withAppPlace(text, (base) => readClassModel(base, 'models/a'))
	),
	jsonParser(
		'list of shards',
		['storage/weights/listed-shards.ts: checkListedShards'],
		[{ records: [{ dataPath: 'a.bin', nbytes: 2 }] }],
		(text) =>
			checkListedShards([
				{ path: 'ndarray-cache.json', blob: new Blob([text]) },
				{ path: 'a.bin', blob: new Blob(['ab']) }
			])
	),
	bytesParser(
		'pointer in place of a file',
		[],
		[
			new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n')
		],
		(bytes) => isPointerBlob(new Blob([bytes]))
	)
];

function digestOf(files: unknown): string {
	try {
		return modelDigest(files as typeof FILES);
	} catch {
		return DIGEST;
	}
}
