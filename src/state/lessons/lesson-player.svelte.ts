import { toAppError, type AppError } from '#core/errors.ts';
import type { Answer, Answers } from '#core/lesson/answers-schema.ts';
import {
	answersOf,
	stepOf,
	withStep,
	type Attempt,
	type StepAttempt
} from '#core/lesson/attempt.ts';
import { mergeAttempts } from '#core/lesson/merge-attempts.ts';
import type { Lesson, LessonStep } from '#core/lesson/schema.ts';
import type { LessonStore } from '#storage/lesson-store.ts';
import { outliveViews } from '../page/outlive.svelte.ts';
import { workOf, type StepWork, type WorkParts } from './lesson-work.svelte.ts';

export interface PlayerParts extends WorkParts {
	readonly store: Pick<LessonStore, 'putAttempt'>;
	/** The time now, ISO 8601 in UTC. */
	readonly now: () => string;
	/** 128 random bits as 32 hex digits. */
	readonly drawId: () => string;
	readonly about: Answers['app'];
	/** Told of every change, for the list of lessons. */
	readonly onAttempt: (attempt: Attempt) => void;
}

/** One learner in one lesson: answers, what is locked in and revealed, and the work of each step. */
export class LessonPlayer {
	readonly lesson: Lesson;
	readonly digest: string;
	attempt = $state.raw<Attempt>() as Attempt;
	/** Why answers stay only until the tab closes. */
	trouble = $state.raw<AppError | null>(null);
	readonly answeredCount = $derived.by(
		() => this.lesson.steps.filter(({ id }) => this.of(id).answered !== null).length
	);
	readonly questionCount: number;

	#isKeeping = $state(false);
	/** Whether all of it is on the disk. */
	readonly isKept = $derived(!this.#isKeeping && this.trouble === null);

	readonly #parts: PlayerParts;
	/** The attempt as it was when it was last read or kept. */
	#base: Attempt | null;
	/** No view watches it grow. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #works = new Map<string, StepWork>();

	constructor(lesson: Lesson, digest: string, attempt: Attempt | null, parts: PlayerParts) {
		this.lesson = lesson;
		this.digest = digest;
		this.#parts = parts;
		this.questionCount = lesson.steps.filter(({ question }) => question !== null).length;
		this.#base = attempt;
		this.attempt = attempt ?? this.#begin();
	}

	/** Of one step, by its id. */
	of(step: string): StepAttempt {
		return stepOf(this.attempt, step);
	}

	isDone({ id, question }: LessonStep): boolean {
		return question === null ? this.attempt.seen.includes(id) : this.of(id).answered !== null;
	}

	see({ id }: LessonStep): void {
		if (this.attempt.seen.includes(id)) return;
		this.#take({ ...this.attempt, seen: [...this.attempt.seen, id] });
	}

	/** What is chosen or typed so far; once locked in, nothing changes it. */
	answer(step: string, answer: Answer | null): void {
		const before = this.of(step);
		if (before.answered !== null) return;
		this.#take(withStep(this.attempt, { ...before, answer }));
	}

	lockIn(step: string): void {
		const before = this.of(step);
		if (before.answer === null || before.answered !== null) return;
		this.#take(withStep(this.attempt, { ...before, answered: this.#parts.now() }));
	}

	reveal(step: string): void {
		this.#take(withStep(this.attempt, { ...this.of(step), isRevealed: true }));
	}

	name(learner: string): void {
		this.#take({ ...this.attempt, learner: learner.slice(0, 100) });
	}

	/** What the file to hand in holds. */
	answers(): Answers {
		const { about, now } = this.#parts;
		return answersOf(this.lesson, this.attempt, { app: about, created: now() });
	}

	/** Forgets all answers. @returns takes it back */
	startOver(): () => void {
		const before = this.attempt;
		this.#works.clear();
		this.#take(this.#begin());
		return () => this.#take(before);
	}

	/** The work of a step, which stays while other steps are looked at. */
	work({ id, activity }: LessonStep): StepWork {
		if (activity === null) return null;
		const known = this.#works.get(id);
		if (known !== undefined) return known;
		const work = outliveViews(() => workOf(activity, this.lesson.model, this.#parts));
		this.#works.set(id, work);
		return work;
	}

	#begin(): Attempt {
		const { now, drawId } = this.#parts;
		return {
			lesson: this.digest,
			id: drawId(),
			learner: '',
			started: now(),
			seen: [],
			steps: []
		};
	}

	#take(attempt: Attempt): void {
		this.attempt = attempt;
		this.#parts.onAttempt(attempt);
		void this.#keep();
	}

	/** One at a time, so that it is known what each began from, until the newest is kept. */
	async #keep(): Promise<void> {
		if (this.#isKeeping) return;
		this.#isKeeping = true;
		try {
			while (this.attempt !== this.#base) {
				const written = this.attempt;
				const kept = await this.#parts.store.putAttempt(written, this.#base);
				this.#base = kept;
				this.#follow(written, kept);
			}
			this.trouble = null;
		} catch (error) {
			this.trouble = toAppError(error);
		}
		this.#isKeeping = false;
	}

	/** What another tab did appears here, under what was done here while it was written down. */
	#follow(written: Attempt, kept: Attempt): void {
		const { attempt } = this;
		if (attempt === written) this.attempt = kept;
		else if (attempt.id === kept.id) this.attempt = mergeAttempts(written, kept, attempt);
		else if (attempt.id === written.id) this.attempt = kept;
		this.#parts.onAttempt(this.attempt);
	}
}
