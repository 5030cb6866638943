import { readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { Lesson } from '#core/lesson/schema.ts';
import { lessonOf } from './lesson-desk.ts';

const files = readdirSync(new URL('../../../public/lessons/', import.meta.url));
const translations = files
	.map((file) => file.split('.'))
	.filter(([, language]) => language !== 'en')
	.map(([id = '', language = '']) => [id, language] as const);

/** What a lesson does and how it is graded, without the words that are translated. */
function workings({ steps, model, minutes, ages, based_on: basedOn, license, worksheet }: Lesson) {
	return {
		model,
		minutes,
		ages,
		basedOn,
		license,
		steps: steps.map(({ id, first, activity, question, reveal }) => ({
			id,
			first,
			activity: untitled(activity),
			question:
				question === null ? null : { ...question, text: '', sample: '', ...countOf(question) },
			shown: reveal?.show ?? null
		})),
		worksheet: worksheet?.questions.map(({ options, lines }) => [options.length, lines])
	};
}

/** Options of a choice are translated; what a model is asked about is not. */
function countOf(question: NonNullable<Lesson['steps'][number]['question']>) {
	return question.type === 'choice' ? { options: question.options.length } : {};
}

function untitled(activity: Lesson['steps'][number]['activity']) {
	if (activity?.type !== 'compare') return activity;
	return { ...activity, recipes: activity.recipes.map((recipe) => ({ ...recipe, title: '' })) };
}

/** Every number in the words of each step, in the English way of writing it. */
function numbers({ steps }: Lesson, decimalSign: '.' | ','): Record<string, string[]> {
	const written = /\d+(?:[.,]\d+)*/g;
	const inEnglish = (text: string) =>
		decimalSign === '.' ? text : text.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'));
	return Object.fromEntries(
		steps.map(({ id, text, question, reveal, teacher_note: note }) => {
			const options = question?.type === 'choice' ? question.options : [];
			const words = [text, question?.text, ...options, reveal?.text, note].join('\n');
			return [id, (words.match(written) ?? []).map(inEnglish).sort()];
		})
	);
}

describe('translated lessons', () => {
	it('are there', () => {
		expect(translations).toContainEqual(['next-token', 'es']);
		expect(translations).toContainEqual(['seeds', 'es']);
	});

	it.each(translations)('%s.%s does what the English one does', (id, language) => {
		expect(workings(lessonOf(id, language))).toEqual(workings(lessonOf(id)));
	});

	it.each(translations)('%s.%s says the same numbers', (id, language) => {
		expect(numbers(lessonOf(id, language), ',')).toEqual(numbers(lessonOf(id), '.'));
	});

	it.each(['next-token', 'seeds'])(
		'%s tells Spanish readers that the model writes English',
		(id) => {
			expect(lessonOf(id, 'es').text).toContain('Sprout escribe en inglés');
		}
	);
});
