import { readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { LANGUAGES, SOURCE_LANGUAGE } from '#locales/language.ts';
import type { Lesson } from '#core/lesson/schema.ts';
import { lessonOf } from './lesson-desk.ts';

const files = readdirSync(new URL('../../../public/lessons/', import.meta.url));
const lessons = files
	.map((file) => file.split('.'))
	.map(([id = '', language = '']) => ({ id, language }));
const ids = new Set(lessons.map(({ id }) => id));
const translations = lessons
	.filter(({ language }) => language !== SOURCE_LANGUAGE)
	.map(({ id, language }) => [id, language] as const);

/** Nothing is written in it. */
const WITHOUT_MODEL = new Set(['openness']);

/** What is said to readers in whole sentences: texts that models get are not among them. */
function sentences({
	title,
	summary,
	text,
	objectives,
	teacher_note: note,
	steps
}: Lesson): string[] {
	return [
		title,
		summary,
		...objectives,
		text,
		note,
		...steps.flatMap((step) => [
			step.title,
			step.text,
			step.teacher_note,
			step.question?.text ?? null,
			step.reveal?.text ?? null
		])
	].filter((each) => each !== null && each.includes(' ')) as string[];
}

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
	if (question.type === 'choice') return { options: question.options.length };
	// "of 12": the number stays.
	return question.type === 'number' ? { unit: question.unit.replaceAll(/\p{L}+/gu, '') } : {};
}

function untitled(activity: Lesson['steps'][number]['activity']) {
	if (activity?.type !== 'compare') return activity;
	return { ...activity, recipes: activity.recipes.map((recipe) => ({ ...recipe, title: '' })) };
}

/** Every number in the words of each step, in the English way of writing it. */
function numbers({ steps }: Lesson, decimalSign: '.' | ','): Record<string, string[]> {
	const written = /\d+(?:[.,]\d+)*/g;
	// Names with a version in them are the same in each language.
	const named = /\b(?:Qwen|Llama |Apache )[\d.]+\d|\b[\d.]+B\b/g;
	const inEnglish = (text: string) =>
		decimalSign === '.' ? text : text.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'));
	return Object.fromEntries(
		steps.map(({ id, text, question, reveal, teacher_note: note }) => {
			const options = question?.type === 'choice' ? question.options : [];
			const words = [text, question?.text, ...options, reveal?.text, note].join('\n');
			const names = words.match(named) ?? [];
			const others = words.replaceAll(named, '').match(written) ?? [];
			return [id, [...names, ...others.map(inEnglish)].sort()];
		})
	);
}

describe('translated lessons', () => {
	it('are there in every language of the app, whatever the lesson', () => {
		expect(ids.size).toBeGreaterThan(0);
		for (const language of LANGUAGES) {
			const there = lessons.filter((each) => each.language === language).map(({ id }) => id);
			expect(new Set(there), language).toEqual(ids);
		}
	});

	it.each(translations)('%s.%s leaves no sentence in English', (id, language) => {
		const words = new Set(sentences(lessonOf(id)));
		const same = sentences(lessonOf(id, language)).filter((each) => words.has(each));
		expect(same).toEqual([]);
	});

	it.each(translations)('%s.%s does what the English one does', (id, language) => {
		expect(workings(lessonOf(id, language))).toEqual(workings(lessonOf(id)));
	});

	it.each(translations)('%s.%s says the same numbers', (id, language) => {
		expect(numbers(lessonOf(id, language), ',')).toEqual(numbers(lessonOf(id), '.'));
	});

	it.each([...ids].filter((id) => !WITHOUT_MODEL.has(id)))(
		'%s tells Spanish readers that the model writes English',
		(id) => {
			expect(lessonOf(id, 'es').text).toContain('Sprout escribe en inglés');
		}
	);
});
