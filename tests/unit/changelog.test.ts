/** CHANGELOG.md keeps its form, and CITATION.cff its version. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const changelog = readFileSync('CHANGELOG.md', 'utf8');
const { version, license } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	version: string;
	license: string;
};

const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

describe('CHANGELOG.md', () => {
	const versions = [...changelog.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);

	test('begins with what is not released yet; every version has its date, newest first', () => {
		const [first, ...released] = versions;
		expect(first).toBe('[Unreleased]');
		for (const heading of released) {
			expect(heading).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/);
		}
		const dates = released.map((heading) => heading.slice(-10));
		expect(dates.toSorted().toReversed()).toEqual(dates);
	});

	test('sorts changes by kind, each kind once a version, and leaves none empty', () => {
		for (const part of changelog.split(/^## .+$/m).slice(1)) {
			const kinds = [...part.matchAll(/^### (.+)$/gm)].map(([, kind = '']) => kind);
			expect(kinds).toEqual(KINDS.filter((kind) => kinds.includes(kind)));
			for (const kind of part.split(/^### .+$/m).slice(1)) expect(kind).toMatch(/^- \S/m);
		}
	});
});

test('CITATION.cff names the version and licence of package.json', () => {
	const citation = readFileSync('CITATION.cff', 'utf8');
	expect(citation).toContain(`\nversion: ${version}\n`);
	expect(citation).toContain(`\nlicense: ${license}\n`);
});
