/** Screens, lessons, docs and comments keep to plain English: docs/words.md. */
import { readdirSync, readFileSync } from 'node:fs';
import PO from 'pofile';
import { expect, test } from 'vitest';
import { findBanned, type Offence } from '../../tools/lint/words/find-banned.ts';
import stillBanned from '../../tools/lint/words/still-banned.json' with { type: 'json' };

const CATALOGUE = 'src/locales/en.po';

/** How many banned phrases a file still has: these numbers only shrink. */
const allowed: Readonly<Record<string, number>> = stillBanned;

function filesIn(folder: string, ending: RegExp): string[] {
	return readdirSync(folder, { encoding: 'utf8', recursive: true })
		.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
		.filter((name) => ending.test(name))
		.toSorted();
}

const docs = [...filesIn('docs', /\.md$/), ...filesIn('.', /^\.\/[A-Z]+\.md$/)];
const lessons = filesIn('public/lessons', /\.en\.json$/);
const sources = [...filesIn('src', /\.(ts|svelte|css)$/), ...filesIn('cli', /\.ts$/)];

function sentences(): string[] {
	const { items } = PO.parse(readFileSync(CATALOGUE, 'utf8'));
	return items.filter(({ obsolete }) => !obsolete).map(({ msgid }) => msgid);
}

/** Nothing while a file has no more of them than it may. */
function tooMany(file: string, offences: readonly Offence[]): readonly Offence[] {
	return offences.length > (allowed[file] ?? 0) ? offences : [];
}

test('there is something to read', () => {
	expect(docs.length).toBeGreaterThan(40);
	expect(lessons.length).toBeGreaterThan(9);
	expect(sources.length).toBeGreaterThan(1_000);
	expect(sentences().length).toBeGreaterThan(2_000);
});

test('sentences on screen have no banned phrase', () => {
	expect(tooMany(CATALOGUE, sentences().flatMap(findBanned))).toEqual([]);
});

test.each([...docs, ...lessons])('%s has no banned phrase', (file) => {
	expect(tooMany(file, findBanned(readFileSync(file, 'utf8')))).toEqual([]);
});

test('no source or comment has a banned phrase', () => {
	const found = sources
		.map((file) => ({ file, offences: findBanned(readFileSync(file, 'utf8')) }))
		.filter(({ file, offences }) => tooMany(file, offences).length > 0);
	expect(found).toEqual([]);
});

test('a file that is named as an exception is there', () => {
	const known = new Set([CATALOGUE, ...docs, ...lessons, ...sources]);
	expect(Object.keys(allowed).filter((file) => !known.has(file))).toEqual([]);
});
