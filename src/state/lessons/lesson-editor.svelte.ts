import type { Activity } from '#core/lesson/activity-schema.ts';
import {
	withNewStep,
	withoutStep,
	withStepAt,
	withStepMoved,
	withStepTwice
} from '#core/lesson/edit/edit-steps.ts';
import { valueAt, withValue, type FieldPath } from '#core/lesson/edit/field-path.ts';
import { beginHistory, edited, redone, undone } from '#core/lesson/edit/history.ts';
import {
	isSamePath,
	lessonProblems,
	type LessonProblem
} from '#core/lesson/edit/lesson-problems.ts';
import { newActivity, newLesson, newQuestion } from '#core/lesson/edit/new-parts.ts';
import { slugOf } from '#core/lesson/edit/slug.ts';
import type { Question } from '#core/lesson/question-schema.ts';
import { lessonDigest, readLesson, serializeLesson } from '#core/lesson/read-lesson.ts';
import type { Lesson, LessonModel } from '#core/lesson/schema.ts';
import { outliveViews } from '../page/outlive.svelte.ts';
import type { DraftKeeper } from '../page/draft-keeper.ts';
import type { LessonDrafts } from './lesson-draft.ts';
import type { LessonPlayer } from './lesson-player.svelte.ts';

export interface LessonEditorParts {
	readonly keeper: DraftKeeper<LessonDrafts>;
	/** BCP 47, of a new lesson. */
	readonly language: string;
	/** What a new lesson uses. */
	readonly model: LessonModel;
	/** A learner's way through it that leaves no trace. */
	readonly tryOut: (lesson: Lesson, digest: string) => LessonPlayer;
}

/** Beyond these, the oldest draft goes. */
const MOST_OTHERS = 20;

/** The lesson that is being written, with what is wrong in it, and undo. */
export class LessonEditor {
	others = $state.raw<readonly Lesson[]>([]);
	#history = $state.raw() as ReturnType<typeof beginHistory<Lesson>>;
	readonly draft = $derived.by(() => this.#history.present);
	readonly canUndo = $derived.by(() => this.#history.past.length > 0);
	readonly canRedo = $derived.by(() => this.#history.future.length > 0);
	/** In the order of the file. */
	readonly problems = $derived.by<readonly LessonProblem[]>(() => lessonProblems(this.draft));
	/** As a reader of its file gets it; null while something is wrong. */
	readonly lesson = $derived.by(() =>
		this.problems.length === 0 ? readLesson(serializeLesson(this.draft)) : null
	);
	/** Nobody has written anything yet. */
	readonly isUntouched = $derived.by(() => this.#isUntouched(this.draft));

	readonly #parts: LessonEditorParts;
	#player: LessonPlayer | null = null;

	constructor(parts: LessonEditorParts) {
		this.#parts = parts;
		this.#history = beginHistory(this.#blank());
	}

	/** Brings back what was kept. */
	async start(): Promise<void> {
		const kept = await this.#parts.keeper.read();
		if (kept === null) return;
		this.#history = beginHistory(kept.draft);
		this.others = kept.others;
	}

	/** What is at a path in the draft. */
	at(path: FieldPath): unknown {
		return valueAt(this.draft, path);
	}

	/** The text there; '' for null and for what is no text. */
	text(path: FieldPath): string {
		const value = this.at(path);
		return typeof value === 'string' ? value : '';
	}

	problemAt(path: FieldPath): LessonProblem | null {
		return this.problems.find((problem) => isSamePath(problem.path, path)) ?? null;
	}

	/** @param together letters typed one after another are undone together; a choice is alone */
	set(path: FieldPath, value: unknown, together = false): void {
		let next = withValue(this.draft, path, value);
		// The name in addresses follows the title until someone writes another one.
		if (isSamePath(path, ['title']) && this.draft.id === slugOf(this.draft.title)) {
			next = { ...next, id: slugOf(next.title) };
		}
		this.#take(next, together ? path.join('.') : null);
	}

	undo(): void {
		this.#history = undone(this.#history);
		this.#keep();
	}

	redo(): void {
		this.#history = redone(this.#history);
		this.#keep();
	}

	/** @returns its place, from 0 */
	addStep(): number {
		this.#take(withNewStep(this.draft, this.draft.steps.length));
		return this.draft.steps.length - 1;
	}

	repeatStep(index: number): void {
		this.#take(withStepTwice(this.draft, index));
	}

	/** @returns puts it back where it was */
	removeStep(index: number): () => void {
		const step = this.draft.steps[index];
		this.#take(withoutStep(this.draft, index));
		return () => {
			if (step !== undefined) this.#take(withStepAt(this.draft, index, step));
		};
	}

	moveStep(from: number, to: number): void {
		this.#take(withStepMoved(this.draft, from, to));
	}

	/** Another kind of activity; a recipe that was there stays. */
	chooseActivity(step: number, type: Activity['type'] | null): void {
		const now = this.draft.steps[step]?.activity ?? null;
		const recipe = now !== null && 'recipe' in now ? now.recipe : undefined;
		const path = ['steps', step, 'activity'];
		this.set(path, type === null ? null : newActivity(type, recipe));
	}

	/** Another kind of question; the words stay. */
	chooseQuestion(step: number, type: Question['type'] | null): void {
		const path = ['steps', step, 'question'];
		const text = this.text([...path, 'text']);
		this.set(path, type === null ? null : newQuestion(type, text));
	}

	/** Begins another lesson, from nothing or as given; the one at work goes to the others. */
	begin(lesson: Lesson = this.#blank()): void {
		if (!this.isUntouched) this.others = [this.draft, ...this.others].slice(0, MOST_OTHERS);
		this.#history = beginHistory(lesson);
		this.#keep();
	}

	/** A lesson to change, beside the one that it comes from. */
	beginCopy(lesson: Lesson): void {
		this.begin({ ...lesson, id: `${lesson.id.slice(0, 70)}-copy` });
	}

	/** Continues with one of the others. */
	goOn(index: number): void {
		const lesson = this.others[index];
		if (lesson === undefined) return;
		this.others = this.others.toSpliced(index, 1);
		this.begin(lesson);
	}

	/** @returns puts it back */
	forget(index: number): () => void {
		const lesson = this.others[index];
		this.others = this.others.toSpliced(index, 1);
		this.#keep();
		return () => {
			if (lesson === undefined) return;
			this.others = this.others.toSpliced(index, 0, lesson);
			this.#keep();
		};
	}

	/** The same one until the lesson changes. */
	player(lesson: Lesson): LessonPlayer {
		const digest = lessonDigest(lesson);
		if (this.#player?.digest !== digest) {
			this.#player = outliveViews(() => this.#parts.tryOut(lesson, digest));
		}
		return this.#player;
	}

	/** Writes now what is still waiting. */
	async flush(): Promise<void> {
		await this.#parts.keeper.flush();
	}

	#blank(): Lesson {
		return newLesson(this.#parts.language, this.#parts.model);
	}

	#isUntouched(lesson: Lesson): boolean {
		return JSON.stringify(lesson) === JSON.stringify(this.#blank());
	}

	#take(lesson: Lesson, about: string | null = null): void {
		this.#history = edited(this.#history, lesson, about);
		this.#keep();
	}

	#keep(): void {
		this.#parts.keeper.save({ draft: this.draft, others: this.others });
	}
}
