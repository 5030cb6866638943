/** Every link between documents leads to a file that is there, and to a heading that it has. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const docs = [
	...readdirSync('.').filter((name) => name.endsWith('.md')),
	...readdirSync('docs', { encoding: 'utf8', recursive: true })
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name.replaceAll('\\', '/')}`)
];

/** Without what is shown as code. */
function prose(file: string): string {
	return readFileSync(file, 'utf8')
		.replaceAll(/^```.*?^```/gms, '')
		.replaceAll(/`[^`\n]*`/g, '');
}

/** The names that GitHub gives to headings. */
function anchors(file: string): ReadonlySet<string> {
	const text = readFileSync(file, 'utf8').replaceAll(/^```.*?^```/gms, '');
	const named = new Map<string, number>();
	const found = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
		const name = heading
			.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replaceAll(/\s/g, '-');
		const times = named.get(name) ?? 0;
		named.set(name, times + 1);
		return times === 0 ? name : `${name}-${times.toString()}`;
	});
	return new Set(found);
}

function targets(file: string): string[] {
	const links = [...prose(file).matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)];
	const sources = [...prose(file).matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)];
	return [...links, ...sources]
		.map(([, target = '']) => target)
		.filter((target) => !/^[a-z]+:/.test(target));
}

/** @returns why it leads nowhere; empty where it leads somewhere */
function fault(file: string, target: string): string {
	const [path = '', anchor] = target.split('#');
	const to = path === '' ? file : normalize(join(dirname(file), decodeURIComponent(path)));
	if (!existsSync(to)) return `${file}: ${target} is not there`;
	if (anchor === undefined || statSync(to).isDirectory()) return '';
	return anchors(to).has(anchor) ? '' : `${file}: ${to} has no heading #${anchor}`;
}

test('documents link to each other', () => {
	expect(docs.length).toBeGreaterThan(40);
	expect(docs.flatMap(targets).length).toBeGreaterThan(150);
});

test.each(docs)('%s has no dead link', (file) => {
	const faults = targets(file).map((target) => fault(file, target));
	expect(faults.filter((each) => each !== '')).toEqual([]);
});

test('the index names every document', () => {
	const listed = new Set(
		targets('docs/README.md').map((target) => normalize(join('docs', target)))
	);
	const missing = docs.filter(
		(file) => /^docs\/[^/]+\.md$/.test(file) && file !== 'docs/README.md' && !listed.has(file)
	);
	expect(missing).toEqual([]);
});
