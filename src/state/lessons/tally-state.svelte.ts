import { AppError, toAppError } from '#core/errors.ts';
import { ANSWERS_LIMITS, type Answers } from '#core/lesson/answers-schema.ts';
import { readAnswers } from '#core/lesson/read-answers.ts';
import { additionsOf, NO_ADDITIONS, type TallyAdditions } from '#core/lesson/tally-additions.ts';
import { newestOfEach, tally } from '#core/lesson/tally.ts';
import type { LessonStore } from '#storage/lesson-store.ts';
import type { ToastState } from '../page/toast-state.svelte.ts';

/** A file that could not be counted, and why. */
export interface RefusedFile {
	readonly name: string;
	readonly error: AppError;
}

/** The answers that a teacher has collected. They stay on this device. */
export class TallyState {
	files = $state.raw<readonly Answers[]>([]);
	refused = $state.raw<readonly RefusedFile[]>([]);
	/** What the files that came last changed. */
	added = $state.raw<TallyAdditions>(NO_ADDITIONS);
	/** Why answers stay only until the tab closes. */
	trouble = $state.raw<AppError | null>(null);
	readonly tallies = $derived(tally(this.files));

	readonly #store: LessonStore;
	readonly #toasts: ToastState;

	constructor(store: LessonStore, toasts: ToastState) {
		this.#store = store;
		this.#toasts = toasts;
	}

	/** Brings back what was collected before. */
	async start(): Promise<void> {
		try {
			this.files = newestOfEach(await this.#store.answers());
		} catch (error) {
			this.trouble = toAppError(error);
		}
	}

	/** Adds files; one that is wrong is named and keeps none of the others out. */
	async add(dropped: readonly File[]): Promise<void> {
		const read = await Promise.all(dropped.map(readFile));
		const sound = read.flatMap(({ answers }) => (answers === null ? [] : [answers]));
		this.refused = read.flatMap(({ name, error }) => (error === null ? [] : [{ name, error }]));
		this.added = additionsOf(this.files, sound);
		await this.#include(sound);
	}

	/** Forgets all answers at once; the toast can take it back. */
	async clear(): Promise<void> {
		this.refused = [];
		this.added = NO_ADDITIONS;
		let before = this.files;
		const isRemoved = await this.#try(async () => {
			before = newestOfEach([...before, ...(await this.#store.takeAnswers())]);
			return [];
		});
		if (!isRemoved) return;
		this.#toasts.undoable(
			'All answers removed from this device.',
			() => void this.#include(before)
		);
	}

	/** All that are shown are written down, also those that a full disk kept out before. */
	async #include(files: readonly Answers[]): Promise<void> {
		const all = newestOfEach([...this.files, ...files]);
		if (!(await this.#try(() => this.#store.addAnswers(all)))) this.files = all;
	}

	/** @param work gives what is kept after it. @returns false, and `trouble`, when storage fails */
	async #try(work: () => Promise<readonly Answers[]>): Promise<boolean> {
		try {
			this.files = await work();
			this.trouble = null;
			return true;
		} catch (error) {
			this.trouble = toAppError(error);
			return false;
		}
	}
}

interface ReadFile {
	readonly name: string;
	readonly answers: Answers | null;
	readonly error: AppError | null;
}

async function readFile(file: File): Promise<ReadFile> {
	try {
		const { size, name } = file;
		if (size > ANSWERS_LIMITS.fileBytes) {
			throw new AppError('answers-too-large', 'larger than answers may be', {
				details: { sizeBytes: size, limitBytes: ANSWERS_LIMITS.fileBytes }
			});
		}
		const answers = readAnswers(new Uint8Array(await file.arrayBuffer()));
		return { name, answers, error: null };
	} catch (error) {
		return { name: file.name, answers: null, error: toAppError(error) };
	}
}
