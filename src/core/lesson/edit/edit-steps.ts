/** Steps come, go and change places; ids stay unique, for answers name their step by its id. */
import type { Lesson, LessonStep } from '../schema.ts';
import { newStep } from './new-parts.ts';

/** @returns `wanted`, or it with the first number that makes it unique among the lesson's steps */
function freeId({ steps }: Lesson, wanted: string): string {
	const taken = new Set(steps.map(({ id }) => id));
	if (!taken.has(wanted)) return wanted;
	const stem = wanted.replace(/-\d+$/, '').slice(0, 70);
	for (let number = 2; ; number++) {
		const id = `${stem}-${number}`;
		if (!taken.has(id)) return id;
	}
}

/** @param index where it will stand, 0 to the number of steps; its id changes if another step has it */
export function withStepAt(lesson: Lesson, index: number, step: LessonStep): Lesson {
	const id = freeId(lesson, step.id);
	return { ...lesson, steps: lesson.steps.toSpliced(index, 0, { ...step, id }) };
}

export function withNewStep(lesson: Lesson, index: number): Lesson {
	return withStepAt(lesson, index, newStep(`step-${lesson.steps.length + 1}`));
}

/** The step again, right after itself. */
export function withStepTwice(lesson: Lesson, index: number): Lesson {
	const step = lesson.steps[index];
	return step === undefined ? lesson : withStepAt(lesson, index + 1, step);
}

export function withoutStep(lesson: Lesson, index: number): Lesson {
	return { ...lesson, steps: lesson.steps.toSpliced(index, 1) };
}

/** @param to where it will stand; beyond the first or last step nothing changes */
export function withStepMoved(lesson: Lesson, from: number, to: number): Lesson {
	const step = lesson.steps[from];
	if (step === undefined || lesson.steps[to] === undefined) return lesson;
	return { ...lesson, steps: lesson.steps.toSpliced(from, 1).toSpliced(to, 0, step) };
}
