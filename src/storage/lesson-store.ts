/** Lessons from files and links, learners' ways through lessons, and answers that a teacher collects. */
import type { DBSchema } from 'idb';
import * as v from 'valibot';

import { attemptSchema, type Attempt } from '#core/lesson/attempt.ts';
import { answersSchema, type Answers } from '#core/lesson/answers-schema.ts';
import { mergeAttempts } from '#core/lesson/merge-attempts.ts';
import { newestOfEach } from '#core/lesson/tally.ts';
import { lessonSchema, type Lesson } from '#core/lesson/schema.ts';

import { Database } from './open-database.ts';
import type { Migration } from './open-database.ts';

export const LESSON_DATABASE = 'glasshouse-lessons';

interface LessonDatabase extends DBSchema {
	/** By the lesson's digest. */
	lessons: { key: string; value: Lesson };
	/** By the lesson's digest: one attempt a lesson on a device. */
	attempts: { key: string; value: Attempt };
	/** By lesson and attempt. */
	answers: { key: string; value: Answers };
}

/** Append only: a person's database may be at any of these versions. */
const migrations: readonly Migration<LessonDatabase>[] = [
	function lessonsAttemptsAnswers(database) {
		database.createObjectStore('lessons');
		database.createObjectStore('attempts');
		database.createObjectStore('answers');
	}
];

/** What an older or newer app may have left is passed over where it cannot be read. */
function readable<S extends v.GenericSchema>(schema: S, values: readonly unknown[]) {
	return values.flatMap((value) => {
		const result = v.safeParse(schema, value);
		return result.success ? [result.output] : [];
	});
}

const SCHEMAS = [
	['lessons', lessonSchema],
	['attempts', attemptSchema],
	['answers', answersSchema]
] as const;

/** A record that no longer is what its table holds. */
export interface DamagedRecord {
	readonly table: 'lessons' | 'attempts' | 'answers';
	readonly key: string;
	readonly value: unknown;
}

function answersKey({ lesson, id }: Answers): string {
	return `${lesson.digest} ${id}`;
}

/** Its methods throw AppError `storage-full`, `storage-denied` or `storage-failed`. */
export class LessonStore {
	readonly #database = new Database<LessonDatabase>(LESSON_DATABASE, migrations);

	async lessons(): Promise<Lesson[]> {
		return readable(
			lessonSchema,
			await this.#database.use('read lessons', (database) => database.getAll('lessons'))
		);
	}

	/** @param digest the lesson's own */
	async putLesson(digest: string, lesson: Lesson): Promise<void> {
		await this.#database.write('keep lesson', ['lessons'], (transaction) =>
			transaction.objectStore('lessons').put(lesson, digest)
		);
	}

	async deleteLesson(digest: string): Promise<void> {
		await this.#database.write('delete lesson', ['lessons'], (transaction) =>
			transaction.objectStore('lessons').delete(digest)
		);
	}

	async attempts(): Promise<Attempt[]> {
		return readable(
			attemptSchema,
			await this.#database.use('read attempts', (database) => database.getAll('attempts'))
		);
	}

	/**
	 * Keeps an attempt, with what another tab has done in it meanwhile. It takes the place of another
	 * attempt only if that is the one it began from: else another tab has started over.
	 *
	 * @param base as the attempt was when it was last read or kept; null when there was none
	 * @returns what is kept now
	 */
	putAttempt(attempt: Attempt, base: Attempt | null): Promise<Attempt> {
		return this.#database.write('keep attempt', ['attempts'], async (transaction) => {
			const attempts = transaction.objectStore('attempts');
			const found = await attempts.get(attempt.lesson);
			const [kept] = readable(attemptSchema, found === undefined ? [] : [found]);
			if (kept !== undefined && kept.id !== attempt.id && kept.id !== base?.id) return kept;
			const isSame = kept?.id === attempt.id;
			const known = base?.id === attempt.id ? base : null;
			const next = isSame ? mergeAttempts(known, kept, attempt) : attempt;
			await attempts.put(next, attempt.lesson);
			return next;
		});
	}

	async answers(): Promise<Answers[]> {
		return readable(
			answersSchema,
			await this.#database.use('read answers', (database) => database.getAll('answers'))
		);
	}

	/**
	 * Adds files to those that are there, perhaps from another tab; of one attempt the newest stays.
	 *
	 * @returns all that are kept now
	 */
	addAnswers(files: readonly Answers[]): Promise<Answers[]> {
		return this.#database.write('keep answers', ['answers'], async (transaction) => {
			const store = transaction.objectStore('answers');
			const kept = readable(answersSchema, await store.getAll());
			const all = newestOfEach([...kept, ...files]);
			for (const file of all) {
				if (!kept.includes(file)) await store.put(file, answersKey(file));
			}
			return all;
		});
	}

	/** Forgets all answers and gives them back, for an undo. */
	takeAnswers(): Promise<Answers[]> {
		return this.#database.write('delete answers', ['answers'], async (transaction) => {
			const store = transaction.objectStore('answers');
			const kept = readable(answersSchema, await store.getAll());
			await store.clear();
			return kept;
		});
	}

	/** What is in the way of nothing, and can be read by nobody. */
	damaged(): Promise<DamagedRecord[]> {
		return this.#database.use('look for damage', async (database) => {
			const found: DamagedRecord[] = [];
			for (const [table, schema] of SCHEMAS) {
				const keys = await database.getAllKeys(table);
				const values: unknown[] = await database.getAll(table);
				values.forEach((value, i) => {
					const key = keys[i];
					if (key !== undefined && !v.is(schema, value)) found.push({ table, key, value });
				});
			}
			return found;
		});
	}

	async removeDamaged(records: readonly DamagedRecord[]): Promise<void> {
		const tables = SCHEMAS.map(([table]) => table);
		await this.#database.write('remove what is damaged', tables, async (transaction) => {
			for (const { table, key } of records) await transaction.objectStore(table).delete(key);
		});
	}

	close(): Promise<void> {
		return this.#database.close();
	}
}
