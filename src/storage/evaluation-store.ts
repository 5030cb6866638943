/** Evaluations: what is asked, and every answer as soon as there is one, so that none is asked for twice. */
import type { DBSchema } from 'idb';

import type { PythonJson } from '#core/evaluation/python/json-value.ts';
import type { Answered, EvaluationItem } from '#core/evaluation/requests.ts';

import { Database } from './open-database.ts';
import type { Migration } from './open-database.ts';

export const EVALUATION_DATABASE = 'glasshouse-evaluations';

export interface StoredEvaluation {
	readonly id: string;
	/** The task's config, as the harness writes it. */
	readonly config: PythonJson;
	/** Of the model that answers: only it may continue. */
	readonly modelDigest: string;
	readonly modelName: string;
	/** How many documents. */
	readonly total: number;
	/** ISO 8601. */
	readonly startedAt: string;
}

/** Evaluation and place of the document, from 0. */
type ItemKey = [string, number];

interface EvaluationDatabase extends DBSchema {
	evaluations: { key: string; value: StoredEvaluation };
	items: { key: ItemKey; value: EvaluationItem };
	answers: { key: ItemKey; value: Answered };
}

/** Append only: a person's database may be at any of these versions. */
const migrations: readonly Migration<EvaluationDatabase>[] = [
	function evaluations(database) {
		database.createObjectStore('evaluations', { keyPath: 'id' });
		database.createObjectStore('items');
		database.createObjectStore('answers');
	}
];

/** From a place on, so many at most. */
function places(id: string, from = 0, count = Infinity): IDBKeyRange {
	return IDBKeyRange.bound([id, from], [id, from + count], false, true);
}

/** Its methods throw AppError `storage-full`, `storage-denied` or `storage-failed`. */
export class EvaluationStore {
	readonly #database = new Database<EvaluationDatabase>(EVALUATION_DATABASE, migrations);

	/** All of it or nothing. */
	async add(evaluation: StoredEvaluation, items: readonly EvaluationItem[]): Promise<void> {
		const stores = ['evaluations', 'items'] as const;
		await this.#database.write('save an evaluation', [...stores], async (transaction) => {
			const { id } = evaluation;
			await Promise.all([
				transaction.objectStore('evaluations').add(evaluation),
				...items.map((item, at) => transaction.objectStore('items').add(item, [id, at]))
			]);
		});
	}

	all(): Promise<StoredEvaluation[]> {
		return this.#database.use('read evaluations', (database) => database.getAll('evaluations'));
	}

	get(id: string): Promise<StoredEvaluation | undefined> {
		return this.#database.use('read an evaluation', (database) => database.get('evaluations', id));
	}

	/** In order. */
	items(id: string, from: number, count: number): Promise<EvaluationItem[]> {
		return this.#database.use('read documents', (database) =>
			database.getAll('items', places(id, from, count))
		);
	}

	/** How many documents have an answer: always the first ones. */
	answered(id: string): Promise<number> {
		return this.#database.use('count answers', (database) => database.count('answers', places(id)));
	}

	/** In order. */
	answers(id: string, from: number, count: number): Promise<Answered[]> {
		return this.#database.use('read answers', (database) =>
			database.getAll('answers', places(id, from, count))
		);
	}

	/**
	 * @param from how many had an answer before
	 * @returns false, and nothing is kept, when another tab was faster
	 */
	putAnswers(id: string, from: number, answers: readonly Answered[]): Promise<boolean> {
		return this.#database.write('save answers', ['answers'], async (transaction) => {
			const store = transaction.objectStore('answers');
			if ((await store.count(places(id))) !== from) return false;
			await Promise.all(answers.map((answer, at) => store.add(answer, [id, from + at])));
			return true;
		});
	}

	async remove(id: string): Promise<void> {
		const stores = ['evaluations', 'items', 'answers'] as const;
		await this.#database.write('delete an evaluation', [...stores], async (transaction) => {
			await Promise.all([
				transaction.objectStore('evaluations').delete(id),
				transaction.objectStore('items').delete(places(id)),
				transaction.objectStore('answers').delete(places(id))
			]);
		});
	}

	close(): Promise<void> {
		return this.#database.close();
	}
}
