/** Screens, lessons, docs and comments keep to plain English: docs/words.md. */
import { readdirSync, readFileSync } from 'node:fs';
import PO from 'pofile';
import { expect, test } from 'vitest';
import { findBanned } from '../../tools/lint/words/find-banned.ts';

const CATALOGUE = 'src/locales/en.po';

function filesIn(folder: string, ending: RegExp): string[] {
	return readdirSync(folder, { encoding: 'utf8', recursive: true })
		.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
		.filter((name) => ending.test(name))
		.toSorted();
}

const docs = [...filesIn('docs', /\.md$/), ...filesIn('.', /^\.\/[A-Z]+\.md$/)];
const lessons = filesIn('public/lessons', /\.en\.json$/);
/** What Sprout was trained on is as it was. */
const TRAINING_TEXTS = /^src\/core\/sprout-world\/plots-/;

const sources = [...filesIn('src', /\.(ts|svelte|css)$/), ...filesIn('cli', /\.ts$/)].filter(
	(file) => !TRAINING_TEXTS.test(file)
);

function sentences(): string[] {
	const { items } = PO.parse(readFileSync(CATALOGUE, 'utf8'));
	return items.filter(({ obsolete }) => !obsolete).map(({ msgid }) => msgid);
}

test('there is something to read', () => {
	expect(docs.length).toBeGreaterThan(40);
	expect(lessons.length).toBeGreaterThan(9);
	expect(sources.length).toBeGreaterThan(1_000);
	expect(sentences().length).toBeGreaterThan(2_000);
});

test('sentences on screen have no banned phrase', () => {
	expect(sentences().flatMap(findBanned)).toEqual([]);
});

test.each([...docs, ...lessons])('%s has no banned phrase', (file) => {
	expect(findBanned(readFileSync(file, 'utf8'))).toEqual([]);
});

test('no source or comment has a banned phrase', () => {
	const found = sources
		.map((file) => ({ file, offences: findBanned(readFileSync(file, 'utf8')) }))
		.filter(({ offences }) => offences.length > 0);
	expect(found).toEqual([]);
});
