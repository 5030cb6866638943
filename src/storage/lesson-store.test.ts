import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, test, vi } from 'vitest';

import type { Answers } from '#core/lesson/answers-schema.ts';
import { withStep, type Attempt } from '#core/lesson/attempt.ts';

import { damage, damages } from '../../tests/fixtures/damage.ts';
import { exampleLesson } from '../../tests/fixtures/example-lesson.ts';
import fc, { examples } from '../../tests/property.ts';
import { LessonStore } from './lesson-store.ts';

const LESSON = `sha256:${'0'.repeat(64)}`;

function attempt(id: string): Attempt {
	const started = '2026-11-30T08:00:00.000Z';
	return { lesson: LESSON, id: id.repeat(32), learner: '', started, seen: [], steps: [] };
}

function answered(before: Attempt, step: string): Attempt {
	return withStep(before, {
		step,
		answer: { type: 'text', text: `of ${step}` },
		answered: '2026-11-30T10:00:00.000Z',
		isRevealed: false
	});
}

function answersFile(id: string, created = '2026-11-30T11:00:00.000Z'): Answers {
	return {
		type: 'glasshouse.answers',
		version: 1,
		id: id.repeat(32),
		created,
		app: { name: 'Glasshouse', version: '0.1.0', commit: 'abc' },
		lesson: { id: 'seeds', title: 'Seeds', language: 'en', digest: LESSON },
		learner: id,
		started: '2026-11-30T08:00:00.000Z',
		answers: []
	};
}

let one: LessonStore;
let other: LessonStore;

beforeEach(() => {
	vi.unstubAllGlobals();
	vi.stubGlobal('indexedDB', new IDBFactory());
	one = new LessonStore();
	other = new LessonStore();
});

describe('an attempt in two tabs', () => {
	it('has the answers of both', async () => {
		const base = await one.putAttempt(attempt('a'), null);
		await one.putAttempt(answered(base, 'first'), base);
		const both = await other.putAttempt(answered(base, 'second'), base);
		expect(both.steps.map(({ step }) => step)).toEqual(['first', 'second']);
		expect(await one.attempts()).toEqual([both]);
	});

	it('starts over where that was asked for, whatever the clock says', async () => {
		const base = await one.putAttempt(answered(attempt('a'), 'first'), null);
		const again = { ...attempt('b'), started: '2020-01-01T00:00:00.000Z' };
		expect(await one.putAttempt(again, base)).toEqual(again);
		const late = await other.putAttempt(answered(base, 'second'), base);
		expect(late).toEqual(again);
		expect(await one.attempts()).toEqual([again]);
		// Taken back.
		expect(await one.putAttempt(base, again)).toEqual(base);
	});

	it('replaces one that cannot be read', async () => {
		const kept = await one.putAttempt(attempt('a'), null);
		const database = await new Promise<IDBDatabase>((resolve) => {
			const opening = indexedDB.open('glasshouse-lessons');
			opening.onsuccess = () => resolve(opening.result);
		});
		await new Promise((resolve) => {
			const transaction = database.transaction('attempts', 'readwrite');
			transaction.objectStore('attempts').put({ steps: 7 }, LESSON);
			transaction.oncomplete = resolve;
		});
		database.close();
		expect(await one.attempts()).toEqual([]);
		expect(await one.putAttempt(answered(kept, 'first'), kept)).toEqual(answered(kept, 'first'));
	});
});

test('whatever is damaged among lessons, attempts and answers is named and can be removed; the others are all there', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom('lessons', 'attempts', 'answers'),
			damages,
			async (table, how) => {
				vi.stubGlobal('indexedDB', new IDBFactory());
				const store = new LessonStore();
				const lesson = exampleLesson();
				await store.putLesson('sound', lesson);
				await store.putLesson('doomed', lesson);
				await store.putAttempt(answered(attempt('a'), 'first'), null);
				await store.putAttempt({ ...attempt('b'), lesson: `sha256:${'1'.repeat(64)}` }, null);
				await store.addAnswers([answersFile('a'), answersFile('b')]);

				const raw = await openDB('glasshouse-lessons');
				const [key] = await raw.getAllKeys(table);
				if (key === undefined) throw new Error(table);
				const { record } = damage((await raw.get(table, key)) as object, how);
				await raw.put(table, record, key);
				raw.close();

				const all = async () => [
					...(await store.lessons()),
					...(await store.attempts()),
					...(await store.answers())
				];
				const named = await store.damaged();
				expect((await all()).length + named.length).toBe(6);
				expect(named.every((each) => each.table === table && each.key === key)).toBe(true);
				await store.removeDamaged(named);
				expect(await store.damaged()).toEqual([]);
				expect((await all()).length).toBe(6 - named.length);
				await store.close();
			}
		),
		{ numRuns: examples(100) }
	);
});

describe('answers that two tabs collect', () => {
	it('are all there, of each attempt the newest', async () => {
		await one.addAnswers([answersFile('a')]);
		const again = answersFile('a', '2026-11-30T12:00:00.000Z');
		const all = await other.addAnswers([answersFile('b'), again]);
		expect(all.map(({ id }) => id[0]).sort()).toEqual(['a', 'b']);
		await one.addAnswers([answersFile('a')]);
		expect(await one.answers()).toEqual([again, answersFile('b')]);
	});

	it('are given back by a removal, also those of the other tab', async () => {
		await one.addAnswers([answersFile('a')]);
		await other.addAnswers([answersFile('b')]);
		const taken = await one.takeAnswers();
		expect(taken).toHaveLength(2);
		expect(await other.answers()).toEqual([]);
		expect(await one.addAnswers(taken)).toEqual(taken);
	});
});
