/**
 * Which examples come before a question.
 *
 * Source: lm_eval/api/samplers.py, 0.4.13.
 */
import { isEqual, isTrue } from '#core/jinja/values/compare.ts';
import type { PyDict } from '#core/jinja/values/dict.ts';
import { PythonRandom, RandomDrawError } from '../python/random.ts';
import { TaskRefused } from './task-refused.ts';
import { withValues } from './task-template.ts';

const FIELD = 'num_fewshot';

function without(documents: readonly PyDict[], document: PyDict): PyDict[] {
	return withValues(FIELD, () => documents.filter((other) => !isEqual(other, document)));
}

export class FewshotSampler {
	readonly #kind: 'default' | 'first_n';
	readonly #pool: readonly PyDict[];
	readonly #random: PythonRandom;

	/** @param seed the harness's is 1234 */
	constructor(kind: 'default' | 'first_n', pool: readonly PyDict[], seed: number) {
		this.#kind = kind;
		this.#pool = pool;
		this.#random = new PythonRandom(seed);
	}

	/**
	 * The next draw: draws follow each other, so documents are to come in their order.
	 *
	 * @param excluded the document that is asked about, where it may be in the pool
	 * @throws TaskRefused when there are too few
	 */
	sample(count: number, excluded: PyDict | null): readonly PyDict[] {
		if (count === 0) return [];
		if (this.#pool.length === 0) {
			throw new TaskRefused(FIELD, 'there are no documents to take examples from');
		}
		if (this.#kind === 'first_n') return this.#first(count, excluded);
		try {
			return this.#drawn(count, excluded);
		} catch (cause) {
			if (!(cause instanceof RandomDrawError)) throw cause;
			throw this.#tooFew(count, cause);
		}
	}

	#tooFew(count: number, cause?: unknown): TaskRefused {
		const reason = `${count} examples are asked for, and there are ${this.#pool.length} documents to take them from`;
		return new TaskRefused(FIELD, reason, cause);
	}

	#first(count: number, excluded: PyDict | null): readonly PyDict[] {
		const pool = excluded === null ? this.#pool : without(this.#pool, excluded);
		if (pool.length < count) throw this.#tooFew(count);
		return pool.slice(0, count);
	}

	#drawn(count: number, excluded: PyDict | null): readonly PyDict[] {
		const isEmpty = excluded === null || !withValues(FIELD, () => isTrue(excluded));
		if (isEmpty) return this.#random.sample(this.#pool, count);
		const drawn = without(this.#random.sample(this.#pool, count + 1), excluded).slice(0, count);
		if (drawn.length === count) return drawn;
		// It was drawn more than once.
		return this.#random.sample(without(this.#pool, excluded), count);
	}
}
