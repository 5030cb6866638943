import { expect, test } from 'vitest';

import {
	DEFAULT_HUB,
	hubFileUrl,
	hubRevisionUrl,
	hubTreeUrl,
	isCommit,
	parseHubBase,
	parseHubFileUrl,
	relocate
} from './hub-address.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const FILE = {
	base: DEFAULT_HUB,
	repository: 'org/model',
	revision: 'main',
	path: 'a/b c.bin'
};

test('a file has the address that the hub serves it at', () => {
	expect(hubFileUrl(FILE)).toBe(`${DEFAULT_HUB}/org/model/resolve/main/a/b%20c.bin`);
	expect(parseHubFileUrl(hubFileUrl(FILE))).toEqual(FILE);
	expect(parseHubFileUrl('https://hub.example/somewhere/else.bin')).toBeNull();
	expect(parseHubFileUrl('not an address')).toBeNull();
});

test('a mirror below a path, and a branch with a slash, survive there and back', () => {
	const file = { ...FILE, base: 'http://school.example:8080/models/hub', revision: 'refs/pr/1' };
	expect(parseHubFileUrl(hubFileUrl(file))).toEqual(file);
});

test('the hub is asked for commits and files at its own addresses', () => {
	expect(hubRevisionUrl(FILE, 'refs/pr/1')).toBe(
		`${DEFAULT_HUB}/api/models/org/model/revision/refs%2Fpr%2F1`
	);
	expect(hubTreeUrl(FILE, COMMIT)).toBe(
		`${DEFAULT_HUB}/api/models/org/model/tree/${COMMIT}?recursive=true`
	);
	expect(hubTreeUrl(FILE, COMMIT, 'a=b')).toMatch(/&cursor=a%3Db$/);
});

test('a file is moved to a mirror and pinned; other addresses stay', () => {
	const pinned = relocate(hubFileUrl(FILE), { base: 'http://lan.example', commit: COMMIT });
	expect(pinned).toBe(`http://lan.example/org/model/resolve/${COMMIT}/a/b%20c.bin`);
	expect(relocate('https://cdn.example/lib.wasm', { base: 'http://lan.example' })).toBe(
		'https://cdn.example/lib.wasm'
	);
});

test('only a full commit id counts as pinned', () => {
	expect(isCommit(COMMIT)).toBe(true);
	expect(isCommit('main')).toBe(false);
	expect(isCommit(COMMIT.slice(1))).toBe(false);
});

test('the address of a mirror is cleaned, and refused when it is not one or holds a password', () => {
	expect(parseHubBase('  https://mirror.example/hub//?x#y ')).toBe('https://mirror.example/hub');
	for (const bad of ['', 'mirror', 'ftp://mirror.example', 'https://me:secret@mirror.example']) {
		expect(() => parseHubBase(bad)).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
	}
});
