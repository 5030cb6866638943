/** Lessons from files and links, learners' ways through lessons, and answers that a teacher collects. */
import type { DBSchema } from 'idb';
import * as v from 'valibot';

import { attemptSchema, type Attempt } from '#core/lesson/attempt.ts';
import { answersSchema, type Answers } from '#core/lesson/answers-schema.ts';
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
		await this.#database.use('keep lesson', (database) => database.put('lessons', lesson, digest));
	}

	async deleteLesson(digest: string): Promise<void> {
		await this.#database.use('delete lesson', (database) => database.delete('lessons', digest));
	}

	async attempts(): Promise<Attempt[]> {
		return readable(
			attemptSchema,
			await this.#database.use('read attempts', (database) => database.getAll('attempts'))
		);
	}

	async putAttempt(attempt: Attempt): Promise<void> {
		await this.#database.use('keep attempt', (database) =>
			database.put('attempts', attempt, attempt.lesson)
		);
	}

	/** @param lesson the lesson's digest */
	async deleteAttempt(lesson: string): Promise<void> {
		await this.#database.use('delete attempt', (database) => database.delete('attempts', lesson));
	}

	async answers(): Promise<Answers[]> {
		return readable(
			answersSchema,
			await this.#database.use('read answers', (database) => database.getAll('answers'))
		);
	}

	/** Puts all of them in the place of those that were there. */
	async replaceAnswers(files: readonly Answers[]): Promise<void> {
		await this.#database.use('keep answers', async (database) => {
			const transaction = database.transaction('answers', 'readwrite');
			await Promise.all([
				transaction.store.clear(),
				...files.map((file) => transaction.store.put(file, answersKey(file))),
				transaction.done
			]);
		});
	}

	close(): Promise<void> {
		return this.#database.close();
	}
}
