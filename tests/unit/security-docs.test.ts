/** SECURITY.md names what holds each of its claims: it has to be there. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync('SECURITY.md', 'utf8');
const rows = text
	.split('\n')
	.filter((line) => /^\| (A|An|The|Another)? ?\*\*|^\| \*\*|^\| The \*\*/.test(line));
const TEST = /`([\w/.-]+\.(?:test|e2e)\.ts)`/g;

test('the threat model names a test for every attacker, and each is there', () => {
	expect(rows.length).toBeGreaterThanOrEqual(13);
	for (const row of rows) {
		const named = [...row.matchAll(TEST)].map(([, path = '']) => path);
		expect(named.length, row.slice(0, 60)).toBeGreaterThan(0);
		for (const path of named) expect(existsSync(path), path).toBe(true);
	}
});

test('every command that it names is in package.json', () => {
	const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
		scripts: Record<string, string>;
	};
	const named = [...text.matchAll(/`npm run ([\w:-]+)/g)].map(([, name = '']) => name);
	expect(named.length).toBeGreaterThan(1);
	for (const name of named) expect(scripts, name).toHaveProperty(name);
});
