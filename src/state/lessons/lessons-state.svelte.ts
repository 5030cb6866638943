import { AppError, toAppError } from '#core/errors.ts';
import type { Attempt } from '#core/lesson/attempt.ts';
import { readLessonIndex, type LessonEntry } from '#core/lesson/lesson-index.ts';
import { lessonDigest, readLesson } from '#core/lesson/read-lesson.ts';
import { LESSON_LIMITS, type Lesson } from '#core/lesson/schema.ts';
import { readClassFile } from '#storage/class-file.ts';
import { remainsText } from '#storage/remains-text.ts';
import { LessonPlayer, type PlayerParts } from './lesson-player.svelte.ts';
import type { DamagedRecord, LessonStore } from '#storage/lesson-store.ts';
import type { ToastState } from '../page/toast-state.svelte.ts';

/** In the list: everything but the lesson itself. */
export interface ListedLesson extends Omit<LessonEntry, 'file'> {
	/** What its address names it by. */
	readonly key: string;
	readonly isBuiltIn: boolean;
}

export interface LessonsParts extends Omit<PlayerParts, 'onAttempt'> {
	readonly store: LessonStore;
	readonly toasts: ToastState;
	readonly fetch: typeof fetch;
	/** Languages that people here read, best first. */
	readonly languages: readonly string[];
}

/** The lessons of the app and those from files and links, and how far each has come on this device. */
export class LessonsState {
	builtIn = $state.raw<readonly ListedLesson[]>([]);
	/** One of each built-in lesson, in the language that people here read best. */
	readonly preferred = $derived.by(() =>
		this.builtIn.filter(
			(each) => this.#best(this.builtIn.filter(({ id }) => id === each.id)) === each
		)
	);
	own = $state.raw<readonly ListedLesson[]>([]);
	/** By the lesson's digest. */
	attempts = $state.raw<Readonly<Partial<Record<string, Attempt>>>>({});
	/** Why built-in lessons, or kept ones, are missing. */
	trouble = $state.raw<AppError | null>(null);
	/** What was kept and can no longer be read. */
	damaged = $state.raw<readonly DamagedRecord[]>([]);
	/** Why the last file could not be opened. */
	fileError = $state.raw<AppError | null>(null);

	readonly #parts: LessonsParts;
	/** No view watches them. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #ownLessons = new Map<string, Lesson>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #players = new Map<string, LessonPlayer>();

	constructor(parts: LessonsParts) {
		this.#parts = parts;
	}

	async start(): Promise<void> {
		await Promise.all([this.#try(() => this.#readIndex()), this.#try(() => this.#readStore())]);
		await this.#try(() => this.#readClass());
	}

	/** The listed lesson that an address means: by digest, by id and language, or by id alone. */
	listed(key: string): ListedLesson | undefined {
		const all = [...this.builtIn, ...this.own];
		return (
			all.find((each) => each.key === key || each.digest === key) ??
			this.#best(this.builtIn.filter(({ id }) => id === key))
		);
	}

	/** What the address names a lesson of the app by; null for any other, an edited copy among them. */
	builtInKey(digest: string): string | null {
		return this.builtIn.find((each) => each.digest === digest)?.key ?? null;
	}

	/** Of several translations the one that people here read best. */
	#best(translations: readonly ListedLesson[]): ListedLesson | undefined {
		const wanted = [...this.#parts.languages, 'en'].map((language) => language.split('-')[0]);
		const places = (each: ListedLesson) => {
			const place = wanted.indexOf(each.language.split('-')[0]);
			return place < 0 ? wanted.length : place;
		};
		return translations.toSorted((a, b) => places(a) - places(b))[0];
	}

	/** A lesson of the list, whole. @throws AppError as `player` */
	async lesson(key: string): Promise<Lesson> {
		const listed = this.listed(key);
		if (listed === undefined) throw new AppError('lesson-missing', key);
		return this.#ownLessons.get(listed.digest) ?? (await this.#fetchLesson(listed));
	}

	/**
	 * Opens a lesson, as it was left.
	 *
	 * @throws AppError `lesson-missing`, `model-file-missing` when it cannot be fetched, and what
	 *   `readLesson` says
	 */
	async player(key: string): Promise<LessonPlayer> {
		const listed = this.listed(key);
		if (listed === undefined) throw new AppError('lesson-missing', key);
		const open = this.#players.get(listed.digest);
		if (open !== undefined) return open;
		const lesson = await this.lesson(listed.key);
		const digest = lessonDigest(lesson);
		const player = new LessonPlayer(lesson, digest, this.attempts[digest] ?? null, {
			...this.#parts,
			onAttempt: (attempt) => {
				this.attempts = { ...this.attempts, [attempt.lesson]: attempt };
			}
		});
		this.#players.set(listed.digest, player);
		return player;
	}

	/**
	 * Reads a lesson file and keeps it. Nothing of it runs.
	 *
	 * @returns its key; null, and `fileError`, when it is not one
	 */
	async openFile(source: Blob | string): Promise<string | null> {
		this.fileError = null;
		try {
			return await this.keep(readLesson(await bytesOf(source)));
		} catch (error) {
			this.fileError = toAppError(error);
			return null;
		}
	}

	/** Puts a lesson into the list. @returns its key */
	async keep(lesson: Lesson): Promise<string> {
		const digest = lessonDigest(lesson);
		const same = this.builtInKey(digest);
		if (same !== null) return same;
		await this.#try(() => this.#parts.store.putLesson(digest, lesson));
		this.#show(digest, lesson);
		return digest;
	}

	/** Removes a lesson from a file at once; the toast can take it back. Its answers stay. */
	async remove(digest: string): Promise<void> {
		const lesson = this.#ownLessons.get(digest);
		if (lesson === undefined) return;
		if (!(await this.#try(() => this.#parts.store.deleteLesson(digest)))) return;
		this.#ownLessons.delete(digest);
		this.own = this.own.filter((each) => each.digest !== digest);
		this.#parts.toasts.undoable('Lesson removed.', () => void this.keep(lesson));
	}

	/** What is left of the damaged ones. */
	get remains(): string {
		return remainsText(this.damaged);
	}

	async removeDamaged(): Promise<void> {
		const { store } = this.#parts;
		await this.#try(async () => {
			await store.removeDamaged(this.damaged);
			this.damaged = await store.damaged();
		});
	}

	#show(digest: string, lesson: Lesson): void {
		const { id, language, title, summary, minutes, ages } = lesson;
		const steps = lesson.steps.map((step) => step.id);
		const listed = { digest, id, language, title, summary, minutes, ages, steps };
		this.#ownLessons.set(digest, lesson);
		this.own = [
			...this.own.filter((each) => each.digest !== digest),
			{ ...listed, key: digest, isBuiltIn: false }
		];
	}

	async #readIndex(): Promise<void> {
		const index = readLessonIndex(await (await this.#fetch('lessons/index.json')).text());
		this.builtIn = index.map(({ file, ...entry }) => ({
			...entry,
			key: file.replace(/\.json$/, ''),
			isBuiltIn: true
		}));
	}

	async #readStore(): Promise<void> {
		const { store } = this.#parts;
		const [lessons, attempts] = await Promise.all([store.lessons(), store.attempts()]);
		for (const lesson of lessons) this.#show(lessonDigest(lesson), lesson);
		this.attempts = Object.fromEntries(attempts.map((attempt) => [attempt.lesson, attempt]));
		this.damaged = await store.damaged();
	}

	/** Lessons that came with the app in a class pack: kept, so that they are there without it, too. */
	async #readClass(): Promise<void> {
		const { lessons } = await readClassFile(this.#parts.baseUrl);
		for (const path of lessons) {
			await this.keep(readLesson(await bytesOf(await (await this.#fetch(path)).blob())));
		}
	}

	async #fetchLesson({ key }: ListedLesson): Promise<Lesson> {
		return readLesson(await (await this.#fetch(`lessons/${key}.json`)).text());
	}

	async #fetch(path: string): Promise<Response> {
		try {
			const response = await this.#parts.fetch(this.#parts.baseUrl + path);
			if (response.ok) return response;
			throw new AppError('lesson-unreachable', `${path}: ${response.status}`);
		} catch (cause) {
			if (cause instanceof AppError) throw cause;
			throw new AppError('lesson-unreachable', path, { cause });
		}
	}

	/** @returns false, and `trouble`, when it fails */
	async #try(work: () => Promise<void>): Promise<boolean> {
		try {
			await work();
			return true;
		} catch (error) {
			this.trouble = toAppError(error);
			return false;
		}
	}
}

/** Does not read what is too large anyway. */
async function bytesOf(source: Blob | string): Promise<string | Uint8Array> {
	if (typeof source === 'string') return source;
	if (source.size > LESSON_LIMITS.fileBytes) {
		throw new AppError('lesson-too-large', 'larger than a lesson may be', {
			details: { sizeBytes: source.size, limitBytes: LESSON_LIMITS.fileBytes }
		});
	}
	return new Uint8Array(await source.arrayBuffer());
}
