/** What the app has to do with other windows: as little as there is here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
	.filter((name) => /\.(ts|svelte)$/.test(name) && !name.endsWith('.test.ts'))
	.map((name) => ({ name, text: readFileSync(join('src', name), 'utf8') }));

function filesWith(pattern: RegExp): string[] {
	return sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
}

test('what opens in a tab of its own cannot reach back', () => {
	const links = sources.flatMap(({ name, text }) =>
		[...text.matchAll(/<a\b[^]*?target="_blank"[^]*?>/g)].map(([link]) => ({ name, link }))
	);
	expect(links.length).toBeGreaterThan(4);
	for (const { name, link } of links) expect(link, name).toMatch(/rel="[^"]*\bnoopener\b/);
	// In braces or on a form, the check above would not see it.
	const all = sources.reduce((sum, { text }) => sum + text.split('_blank').length - 1, 0);
	expect(links.length).toBe(all);
	expect(filesWith(/\bwindow\.open\(|\.opener\b/)).toEqual([]);
});

test('one place hears other windows, and none speaks to whoever may listen', () => {
	const listening = filesWith(/(window|frame|globalThis|parent)\.addEventListener\('message'/);
	// A worker hears the one who started it, and nobody else.
	expect(listening.filter((name) => !name.endsWith('-worker.ts'))).toEqual([
		'client/parent-frame.ts'
	]);
	expect(filesWith(/<svelte:window[^>]*onmessage|\bwindow\.onmessage\b/)).toEqual([]);
	expect(filesWith(/postMessage\([^;]*,\s*['"`]\*/)).toEqual([]);
});

test('other tabs are told of downloads and locks, and which run or conversation has changed, of nothing that anybody wrote', () => {
	expect(filesWith(/new BroadcastChannel\(/).sort()).toEqual([
		// Of these two the id alone.
		'storage/chat-store.ts',
		'storage/run-store.ts',
		'storage/weights/shared-download.ts',
		'storage/weights/with-lock.ts'
	]);
});
