import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { samplingSettings } from '../../src/core/run-file/schema.ts';
import { gumbel, uniform } from '../../src/core/sampling/noise.ts';
import { philox4x32 } from '../../src/core/sampling/philox.ts';
import { DEFAULT_SETTINGS, validateSettings } from '../../src/core/sampling/settings.ts';

const docs = readFileSync(new URL('../../docs/sampler.md', import.meta.url), 'utf8');

it('docs/sampler.md lists every setting with its range and how it is off', () => {
	const rows = [...docs.matchAll(/^\| `([a-z_]+)` *\| ([^|]+?) *\| ([^|]+?) *\|/gm)];
	expect(rows.map(([, name]) => name)).toEqual(Object.keys(samplingSettings.entries));
	for (const [, name = '', range, off = ''] of rows) {
		const value: unknown = JSON.parse(off);
		expect(validateSettings({ ...DEFAULT_SETTINGS, [name]: value })).toHaveProperty(name, value);
		const wrong = () => validateSettings({ ...DEFAULT_SETTINGS, [name]: 'x' });
		expect(wrong).toThrow(
			expect.objectContaining({ details: { field: name, allowed: expect.any(String) as unknown } })
		);
		expect(wrong).toThrow(range?.replace('0 to 4294967295', 'a whole number from 0 to 4294967295'));
	}
});

it('docs/sampler.md explains every setting in its steps', () => {
	const [, steps = ''] = /## Steps\n([^]*?)\n## /.exec(docs) ?? [];
	for (const name of Object.keys(samplingSettings.entries)) expect(steps).toContain(`\`${name}\``);
});

it('the Philox vectors in docs/sampler.md are right', () => {
	const rows = [...docs.matchAll(/^\| `([0-9a-f ]+)` *\| `([0-9a-f ]+)` *\| `([0-9a-f ]+)`/gm)];
	expect(rows).toHaveLength(3);
	for (const [, counter = '', key = '', output = ''] of rows) {
		const words = (text: string) => text.split(' ').map((word) => parseInt(word, 16));
		const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = words(counter);
		const [k0 = 0, k1 = 0] = words(key);
		const out = new Uint32Array(4);
		philox4x32(out, c0, c1, c2, c3, k0, k1);
		expect([...out]).toEqual(words(output));
	}
});

it('the noise values in docs/sampler.md are right', () => {
	const rows = [
		...docs.matchAll(/^\| (\d+) +\| (\d+) +\| (\d+) +\| ([\d.e-]+) +\| ([\d.e-]+) +\|$/gm)
	];
	expect(rows.length).toBeGreaterThan(5);
	for (const [, seed = '', position, tokenId, u, g] of rows) {
		expect(uniform(BigInt(seed), Number(position), Number(tokenId))).toBe(Number(u));
		expect(gumbel(BigInt(seed), Number(position), Number(tokenId))).toBeCloseTo(Number(g), 12);
	}
});
