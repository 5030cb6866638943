import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { readLesson } from '#core/lesson/read-lesson.ts';
import {
	docsPage,
	documentedFields,
	fieldsOf,
	lessonFieldName,
	publishedSchema,
	publishedText,
	publishedUrl
} from '../../tools/schema.ts';
import { exampleLesson, lessonFile } from '../fixtures/example-lesson.ts';
import { isRead } from './is-read.ts';

const docs = docsPage('lessons.md');

describe('docs/lessons.md', () => {
	it('describes every field of the schema, and none that is not there', () => {
		const inSchema = fieldsOf(publishedSchema('lesson')).map(([path]) => lessonFieldName(path));
		const inDocs = [...documentedFields(docs).keys()].filter((name) => !name.startsWith('lesson-'));
		expect(inDocs.sort()).toEqual([...new Set(inSchema)].sort());
	});

	it('has an example that is a lesson', () => {
		const example = /```json\n([^]*?)```/.exec(docs)?.[1] ?? '';
		expect(readLesson(example).steps).toHaveLength(2);
	});
});

describe('public/schema/lesson-1.schema.json', () => {
	it('is current (else: npx tsx tools/schema.ts)', () => {
		expect(readFileSync(publishedUrl('lesson'), 'utf8')).toBe(publishedText('lesson'));
	});

	it('agrees with the reader on sound and on broken lessons', () => {
		const validate = new Ajv2020({ strict: false }).compile(publishedSchema('lesson'));
		const file = lessonFile();
		const { title: _title, ...untitled } = file;
		for (const sound of [file, exampleLesson()]) {
			expect([validate(sound), isRead(readLesson, sound)]).toEqual([true, true]);
		}
		const step = { id: 'a', title: 'A' };
		const broken: unknown[] = [
			untitled,
			{ ...file, extra: 1 },
			{ ...file, version: 2 },
			{ ...file, id: 'Not a slug' },
			{ ...file, steps: [] },
			{ ...file, language: 'en US' },
			{ ...file, based_on: [{ title: 'x', url: 'javascript:alert(1)' }] },
			{ ...file, steps: [{ ...step, activity: { type: 'draw' } }] },
			{ ...file, steps: [{ ...step, activity: { type: 'tokens' } }] },
			{ ...file, steps: [{ ...step, question: { type: 'choice', text: 'x', options: ['one'] } }] }
		];
		for (const data of broken)
			expect([validate(data), isRead(readLesson, data)]).toEqual([false, false]);
	});
});
