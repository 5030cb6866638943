/** Parts of a lesson before anything was written into them: the schema says what is still missing. */
import * as v from 'valibot';

import { recipe, type Activity, type LessonRecipe } from '../activity-schema.ts';
import type { Question } from '../question-schema.ts';
import {
	LESSON_TYPE,
	LESSON_VERSION,
	type Lesson,
	type LessonModel,
	type LessonStep
} from '../schema.ts';

/** @param language BCP 47 */
export function newLesson(language: string, model: LessonModel): Lesson {
	return {
		type: LESSON_TYPE,
		version: LESSON_VERSION,
		id: 'lesson',
		title: '',
		language,
		summary: '',
		minutes: 20,
		ages: null,
		objectives: [],
		based_on: [],
		license: null,
		model,
		text: '',
		teacher_note: '',
		steps: [newStep('step-1')],
		worksheet: null
	};
}

export function newStep(id: string): LessonStep {
	return {
		id,
		title: '',
		text: '',
		activity: null,
		question: null,
		first: 'activity',
		reveal: null,
		teacher_note: ''
	};
}

export function newRecipe(): LessonRecipe {
	return v.parse(recipe, { request: { prompt: '' } });
}

/** @param taken what it writes from, where it writes */
export function newActivity(type: Activity['type'], taken: LessonRecipe = newRecipe()): Activity {
	switch (type) {
		case 'write':
			return { type, recipe: taken, locked: [] };
		case 'compare':
			return { type, recipes: [taken, taken] };
		case 'sweep':
			return { type, recipe: taken, field: 'temperature', values: '0, 0.7, 1.4' };
		case 'samples':
			return { type, recipe: { ...taken, request: { ...taken.request, seed: null } }, count: 10 };
		case 'tokens':
			return { type, model: null, text: '', locked: false };
		case 'score':
			return { type, model: null, text: '', given: '', locked: false };
		case 'pairs':
			return { type, model: null, pairs: '', given: '', locked: false };
		case 'data':
			return { type, view: 'browse', query: '' };
		case 'openness':
			return { type, models: [''] };
		case 'run':
			return { type, link: '', task: 'regrow' };
	}
}

/** @param text what was asked so far, which another kind of question keeps */
export function newQuestion(type: Question['type'], text: string): Question {
	switch (type) {
		case 'choice':
			return { type, text, options: ['', ''], right: null, several: false };
		case 'text':
			return { type, text, lines: 3, sample: '' };
		case 'number':
			return { type, text, unit: '', right: null, tolerance: 0, minimum: null, maximum: null };
		case 'prediction':
			return { type, text, model: null, prompt: '', options: ['', ''], own: true };
	}
}
