import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LAYERS, STATE_ROOMS } from '../../tools/boundaries/layers.cjs';

const root = new URL('../../', import.meta.url);
const docs = readFileSync(new URL('docs/architecture.md', root), 'utf8');

interface Layer {
	readonly layers: readonly string[];
	readonly typesFrom?: readonly string[];
	readonly vendors: readonly string[];
}

/** The names in a cell: `` `a`, `b` ``, or a dash for none. */
const names = (cell: string | undefined): string[] =>
	Array.from((cell ?? '').matchAll(/`([^`]+)`/g), ([, name = '']) => name).sort();

test('the import table is the one that is enforced', () => {
	const rows = docs.matchAll(/^\| `([a-z-]+)` +\|([^|]*)\|([^|]*)\|([^|]*)\|$/gm);
	const shown = Object.fromEntries(
		Array.from(rows, ([, layer = '', all, types, packages]) => [
			layer,
			{ all: names(all), types: names(types), packages: names(packages) }
		])
	);
	const enforced = Object.fromEntries(
		Object.entries(LAYERS as Record<string, Layer>).map(([layer, rules]) => [
			layer,
			{
				all: [...rules.layers].sort(),
				types: [...(rules.typesFrom ?? [])].sort(),
				packages: [...rules.vendors].sort()
			}
		])
	);
	expect(shown).toEqual(enforced);
});

test('every folder of src is a layer, and every room of the state is in order', () => {
	const folders = (path: string): string[] =>
		readdirSync(new URL(path, root), { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map(({ name }) => name)
			.sort();
	expect(folders('src/')).toEqual(Object.keys(LAYERS as object).sort());
	expect(folders('src/state/')).toEqual([...STATE_ROOMS].sort());
	for (const room of STATE_ROOMS) expect(docs).toContain(`\`${room}\``);
});

test('every file that it names is there', () => {
	const named = new Set(
		Array.from(
			docs.matchAll(/`((?:src|tools|tests|public|docs|cli)\/[A-Za-z0-9._/-]+)`/g),
			([, path = '']) => path
		)
	);
	expect(named.size).toBeGreaterThan(30);
	expect([...named].filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});
