/**
 * Addresses of a model hub: `<base>/<repository>/resolve/<revision>/<path>`, the layout of
 * huggingface.co and of its mirrors.
 */
import { AppError } from '#core/errors.ts';
import { withoutEndingSlashes } from '#core/text/ending-slashes.ts';
import { decodePercent, encodePercent } from '#core/text/percent.ts';

export const DEFAULT_HUB = 'https://huggingface.co';

export interface HubRepository {
	/** Where the hub or its mirror is, without a trailing slash. */
	readonly base: string;
	/** `owner/name`. */
	readonly repository: string;
}

export interface HubFile extends HubRepository {
	/** A commit when pinned, else a branch or tag. */
	readonly revision: string;
	/** `/` between parts. */
	readonly path: string;
}

function encodePath(path: string): string {
	return path.split('/').map(encodePercent).join('/');
}

/**
 * Reads what a person typed as a mirror's address.
 *
 * @returns without trailing slashes, query or fragment
 * @throws AppError `settings-invalid` when it is no http(s) address, or carries a password
 */
export function parseHubBase(text: string): string {
	const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
	const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
	if (url === null || !isWeb || url.username !== '' || url.password !== '') {
		throw new AppError('settings-invalid', 'not the address of a hub', {
			details: { setting: 'mirror', value: text.slice(0, 200) }
		});
	}
	return withoutEndingSlashes(url.origin + url.pathname);
}

/** A full commit id: content under it never changes. */
export function isCommit(revision: string): boolean {
	return /^[0-9a-f]{40}$/.test(revision);
}

export function hubFileUrl({ base, repository, revision, path }: HubFile): string {
	return `${base}/${encodePath(repository)}/resolve/${encodePercent(revision)}/${encodePath(path)}`;
}

/** Where the hub says which commit a branch points at. */
export function hubRevisionUrl({ base, repository }: HubRepository, revision: string): string {
	return `${base}/api/models/${encodePath(repository)}/revision/${encodePercent(revision)}`;
}

/** Where the hub lists a commit's files; `cursor` asks for the next page. */
export function hubTreeUrl(
	{ base, repository }: HubRepository,
	commit: string,
	cursor: string | null = null
): string {
	const page = cursor === null ? '' : `&cursor=${encodePercent(cursor)}`;
	return `${base}/api/models/${encodePath(repository)}/tree/${encodePercent(commit)}?recursive=true${page}`;
}

/** Takes a file's address apart; null when it has another layout. */
export function parseHubFileUrl(url: string): HubFile | null {
	const parsed = URL.canParse(url) ? new URL(url) : null;
	const match = /^(.*?)\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(parsed?.pathname ?? '');
	if (parsed === null || match === null) return null;
	const [, prefix = '', repository = '', revision = '', path = ''] = match.map(decodePercent);
	return { base: parsed.origin + prefix, repository, revision, path };
}

/** The same file on a mirror, pinned to a commit where one is given; other layouts stay as they are. */
export function relocate(url: string, to: { base?: string; commit?: string }): string {
	const file = parseHubFileUrl(url);
	if (file === null) return url;
	return hubFileUrl({ ...file, base: to.base ?? file.base, revision: to.commit ?? file.revision });
}
