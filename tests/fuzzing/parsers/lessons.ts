/** Lessons, their links, what learners hand in, and the Markdown in all of them. */
import { lineOf, unmarkedTree } from '#core/markdown/markdown-tree.ts';
import { answersOf, stepOf, withStep } from '#core/lesson/attempt.ts';
import { readLessonIndex } from '#core/lesson/lesson-index.ts';
import { readLessonLink, writeLessonLink } from '#core/lesson/lesson-link.ts';
import { readAnswers } from '#core/lesson/read-answers.ts';
import { lessonDigest, readLesson } from '#core/lesson/read-lesson.ts';
import { answersCsv, newestOfEach, tally } from '#core/lesson/tally.ts';

import { parseMarkdown } from '#worker/markdown/parse-markdown.ts';
import { exampleLesson } from '../../fixtures/example-lesson.ts';
import { mutateJson, mutateText } from '../mutate.ts';
import { jsonParser, textParser, type FuzzedParser } from '../parser.ts';
import { wrapped } from '../wrapped.ts';

const lesson = exampleLesson();
const app = { name: 'Glasshouse', version: '0.1.0', commit: null };
const begun = {
	lesson: lessonDigest(lesson),
	id: 'a'.repeat(32),
	learner: 'Mia',
	started: '2026-11-22T08:00:00.000Z',
	seen: [],
	steps: []
};
const first = lesson.steps.find(({ question }) => question !== null);
const attempt = withStep(begun, {
	...stepOf(begun, first?.id ?? ''),
	answer: { type: 'prediction', option: 0, own: '' },
	answered: '2026-11-22T08:01:00.000Z',
	isRevealed: true
});
const answers = answersOf(lesson, attempt, { app, created: '2026-11-22T08:30:00.000Z' });

const MARKDOWN = [
	'# A\n\n*b* **c** `d`  \ne\n\n> f\n\n1. g\n   - h',
	'```\ni\n```\n\n---\n\n| j | k |\n| - | :-: |\n| l | m |',
	'[n](https://example.org "o") ![p](q) <r> &amp; [s]\n\n[s]: #/runs',
	'a\n=\nb\n-\n\n<!-- c -->\n\n\\* d &#x41; http://example.org'
];

export const LESSON_PARSERS: readonly FuzzedParser[] = [
	jsonParser(
		'lesson file',
		['core/lesson/read-lesson.ts: readLesson', 'core/lesson/check-lesson.ts: checkLesson'],
		[lesson],
		(text) => readLesson(text)
	),
	{
		...jsonParser(
			'lesson link',
			['core/lesson/lesson-link.ts: readLessonLink'],
			[lesson],
			readLessonLink
		),
		make(random) {
			const message = new TextEncoder().encode(JSON.stringify(mutateJson(random, lesson)));
			return { kind: 'text', text: wrapped('lesson', message) };
		}
	},
	textParser('text of a lesson link', [], [writeLessonLink(lesson)], readLessonLink),
	jsonParser(
		'answers and their tally',
		['core/lesson/read-answers.ts: readAnswers'],
		[answers],
		(text) => {
			const read = readAnswers(text);
			return [tally(newestOfEach([read, answers])), answersCsv([read])];
		}
	),
	jsonParser(
		'list of lessons',
		['core/lesson/lesson-index.ts: readLessonIndex'],
		[
			[
				{
					id: 'a',
					language: 'en',
					title: 'A',
					summary: 'b',
					minutes: 10,
					ages: null,
					digest: lessonDigest(lesson),
					steps: ['a']
				}
			]
		],
		(text) => readLessonIndex(text)
	),
	{
		...textParser(
			'Markdown',
			['worker/markdown/parse-markdown.ts: parseMarkdown'],
			MARKDOWN,
			(text) => lineOf(unmarkedTree(text) ?? parseMarkdown(text), text)
		),
		share: 0.25,
		// Its time is bounded by the page, which ends the worker: docs/decisions/0014.
		make: (random) => ({ kind: 'text', text: mutateText(random, random.pick(MARKDOWN), 150) })
	}
];
