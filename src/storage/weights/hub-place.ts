/** What people copy when they mean a repository: a name, or an address of one of its pages or files. */
import { decodePercent } from '#core/text/percent.ts';

export interface HubPlace {
	/** Null: the hub that this browser uses. */
	readonly base: string | null;
	/** `owner/name`. */
	readonly repository: string;
	/** Null: nothing was said, so the branch `main`. */
	readonly revision: string | null;
	/** Of a file or folder; null for the whole. */
	readonly path: string | null;
}

const HUB_HOSTS: ReadonlySet<string> = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co']);
/** What is between a repository and a reference. */
const PAGES: ReadonlySet<string> = new Set([
	'tree',
	'blob',
	'raw',
	'resolve',
	'commit',
	'commits',
	'blame',
	'revision'
]);
/** Pages of a hub that are no owner of models. */
const NO_OWNERS: ReadonlySet<string> = new Set([
	'api',
	'blog',
	'collections',
	'datasets',
	'docs',
	'papers',
	'spaces'
]);
const NAME = /^[\w.-]+$/;
/** `host.tld`, an IP address or `localhost`, with or without a port. */
const HOST = /^(?:localhost|[\w-]+(?:\.[\w-]+)+|\[[\da-f:]+\])(?::\d+)?$/i;
const LOCAL_HOST = /^(?:localhost|127\.|\[::1\])/;

interface Address {
	/** Null for a bare name. */
	readonly origin: string | null;
	readonly segments: readonly string[];
}

function segmentsOf(path: string): string[] {
	return path.split('/').filter((segment) => segment !== '');
}

function readUrl(text: string): Address | null {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url === null || !/^https?:$/.test(url.protocol)) return null;
	if (url.username !== '' || url.password !== '') return null;
	return { origin: url.origin, segments: segmentsOf(url.pathname) };
}

/** `owner.x/name/tree/…` is a name: what follows a host is a repository, not a page. */
function beginsWithHost([host = '', owner = '', name = '']: readonly string[]): boolean {
	return HOST.test(host) && name !== '' && !PAGES.has(owner) && !PAGES.has(name);
}

function readAddress(text: string): Address | null {
	const plain = text.replace(/[?#].*$/s, '');
	if (/^hf:\/\//i.test(plain)) return { origin: null, segments: segmentsOf(plain.slice(5)) };
	if (/^[a-z][a-z\d+.-]*:\/\//i.test(plain)) return readUrl(plain);
	const segments = segmentsOf(plain);
	if (!beginsWithHost(segments)) return { origin: null, segments };
	const [host = '', ...rest] = segments;
	return readUrl(`${LOCAL_HOST.test(host) ? 'http' : 'https'}://${host}/${rest.join('/')}`);
}

/** Splits `a/b/owner/name/tree/ref/path` at the page; without one there is nothing before the owner. */
function splitAtPage(segments: readonly string[]): {
	readonly before: readonly string[];
	readonly after: readonly string[];
} {
	const page = segments.findIndex((segment, at) => at >= 2 && PAGES.has(segment));
	if (page === -1) return { before: segments, after: [] };
	return { before: segments.slice(0, page), after: segments.slice(page + 1) };
}

/** `refs/pr/1` may come encoded or not. */
function splitReference(segments: readonly string[]): {
	readonly revision: string | null;
	readonly path: string | null;
} {
	const length = segments[0] === 'refs' && segments.length >= 3 ? 3 : 1;
	const revision = segments.slice(0, length).map(decodePercent).join('/');
	const path = segments.slice(length).map(decodePercent).join('/');
	return { revision: revision === '' ? null : revision, path: path === '' ? null : path };
}

function withoutMirror(address: Address, mirror: string): Address {
	const { origin, segments } = address;
	const place = URL.canParse(mirror) ? new URL(mirror) : null;
	if (place === null || place.origin !== origin) return address;
	const prefix = segmentsOf(place.pathname);
	if (!prefix.every((segment, at) => segments[at] === segment)) return address;
	return { origin: null, segments: segments.slice(prefix.length) };
}

/**
 * @param mirror the hub that this browser uses: its own addresses mean it
 * @returns null when it names no repository of models
 */
export function parseHubPlace(text: string, mirror: string): HubPlace | null {
	const trimmed = text.trim();
	const read = /\s/.test(trimmed) ? null : readAddress(trimmed);
	if (read === null) return null;
	const { origin, segments } = withoutMirror(read, mirror);
	// `owner/name@reference`, where the reference may have slashes.
	const at = segments[1]?.indexOf('@') ?? -1;
	if (segments[1] !== undefined && at > 0) {
		const reference = [segments[1].slice(at + 1), ...segments.slice(2)].map(decodePercent);
		return placeOf(origin, [segments[0] ?? '', segments[1].slice(0, at)], {
			revision: reference.join('/') || null,
			path: null
		});
	}
	const { before, after } = splitAtPage(segments);
	return placeOf(origin, before, splitReference(after));
}

function placeOf(
	origin: string | null,
	segments: readonly string[],
	rest: Pick<HubPlace, 'revision' | 'path'>
): HubPlace | null {
	const isHub = origin === null || HUB_HOSTS.has(new URL(origin).hostname);
	const names = segments.slice(-2).map(decodePercent);
	const prefix = segments.slice(0, -2).filter((part) => part !== 'models' && part !== 'api');
	const [owner = '', name = ''] = names;
	if (!NAME.test(owner) || !NAME.test(name) || NO_OWNERS.has(owner)) return null;
	if (prefix.length > 0 && (isHub || rest.revision === null)) return null;
	if (prefix.some((part) => NO_OWNERS.has(part))) return null;
	const base = isHub ? null : [origin, ...prefix].join('/');
	return { base, repository: `${owner}/${name}`, ...rest };
}
