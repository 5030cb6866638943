/** Everything that is wrong with a lesson that is being written, each at its field. */
import * as v from 'valibot';

import { contradictions } from '../check-lesson.ts';
import { lessonSchema, type Lesson } from '../schema.ts';
import type { FieldPath } from './field-path.ts';

export type ProblemKind =
	| 'missing'
	/** More characters than `limit`. */
	| 'too-long'
	/** Fewer entries than `limit`. */
	| 'too-few'
	| 'too-many'
	/** A number below `limit`. */
	| 'too-small'
	| 'too-large'
	| 'not-a-number'
	/** Not written as it must be, or not of what is allowed. */
	| 'malformed'
	/** It contradicts another part of the lesson. */
	| 'unfit';

export interface LessonProblem {
	readonly path: FieldPath;
	readonly kind: ProblemKind;
	readonly limit: number;
}

/** @returns what the reader of lesson files would not take, in the order of the file; empty if it takes all */
export function lessonProblems(draft: Lesson): LessonProblem[] {
	const result = v.safeParse(lessonSchema, draft);
	const problems = (result.issues ?? []).map((issue) => ({
		path: (issue.path ?? []).map(({ key }) => key as string | number),
		kind: kindOf(issue),
		limit: typeof issue.requirement === 'number' ? issue.requirement : 0
	}));
	// One problem a field is enough: a text that is missing has no right form either.
	const first = problems.filter(
		({ path }, at) => problems.findIndex((other) => isSamePath(other.path, path)) === at
	);
	return [...first, ...contradictionsBeside(first, draft)];
}

/** A list with an empty option is not also told that its options are the same. */
function contradictionsBeside(problems: readonly LessonProblem[], draft: Lesson): LessonProblem[] {
	return Array.from(contradictions(draft), ({ path }) => path)
		.filter((path) => !problems.some((other) => isWithin(other.path, path)))
		.map((path) => ({ path, kind: 'unfit', limit: 0 }));
}

export function isWithin(path: FieldPath, outer: FieldPath): boolean {
	return outer.every((key, i) => key === path[i]);
}

export function isSamePath(one: FieldPath, other: FieldPath): boolean {
	return one.length === other.length && one.every((key, i) => key === other[i]);
}

const RANGE_KINDS: Readonly<Partial<Record<string, ProblemKind>>> = {
	min_value: 'too-small',
	gt_value: 'too-small',
	max_value: 'too-large',
	number: 'not-a-number',
	integer: 'not-a-number',
	finite: 'not-a-number'
};

function kindOf({ type, input }: v.BaseIssue<unknown>): ProblemKind {
	if (input === '') return 'missing';
	const isText = typeof input === 'string';
	if (type === 'max_length') return isText ? 'too-long' : 'too-many';
	if (type === 'min_length') return 'too-few';
	return RANGE_KINDS[type] ?? 'malformed';
}
