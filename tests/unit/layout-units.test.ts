/** What large type needs of every style sheet. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('layouts ask their container for its width: rem in @media are the browser’s, not the page’s', () => {
	const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
		/\.(svelte|css)$/.test(name)
	);
	expect(files.length).toBeGreaterThan(100);
	const asking = files.filter((file) =>
		/@media[^{]*(width|height)/.test(readFileSync(`src/${file}`, 'utf8'))
	);
	expect(asking, 'use @container instead').toEqual([]);
});
