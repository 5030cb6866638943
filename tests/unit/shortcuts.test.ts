/** The sheet of shortcuts says all that the app listens to. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isRunKey } from '#ui/kit/run-key.ts';
import { isSendKey } from '#ui/views/play/chat/send-key.ts';
import { SHORTCUTS } from '#ui/parts/shortcuts.ts';

const VIEWS = join(import.meta.dirname, '../../src/ui/views');

const sources = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.svelte'))
	.map((name) => [name, readFileSync(join(VIEWS, name), 'utf8')] as const);

const doing = (...keys: string[]): string[] =>
	SHORTCUTS.filter((each) => each.keys.join() === keys.join()).map(({ does }) => does);

const key = (over: Partial<KeyboardEvent>) => ({
	key: 'Enter',
	shiftKey: false,
	altKey: false,
	ctrlKey: false,
	metaKey: false,
	isComposing: false,
	keyCode: 13,
	...over
});

describe('shortcuts', () => {
	test('Ctrl+Enter starts what is on the page, and the sheet says so', () => {
		expect(isRunKey(key({ ctrlKey: true }))).toBe(true);
		expect(isRunKey(key({ metaKey: true }))).toBe(true);
		expect(isRunKey(key({}))).toBe(false);
		expect(doing('Ctrl', 'Enter')).toHaveLength(1);
	});

	test('Enter sends a message and Shift+Enter does not, and the sheet says both', () => {
		expect(isSendKey(key({}), false)).toBe(true);
		expect(isSendKey(key({ shiftKey: true }), false)).toBe(false);
		expect(doing('Enter').some((does) => /chat/i.test(does))).toBe(true);
		expect(doing('Shift', 'Enter').some((does) => /chat/i.test(does))).toBe(true);
	});

	/** Where the model, or the training data, is asked something by one main button. */
	test.each([
		'bench/CompareBar.svelte',
		'bench/sweep/SweepView.svelte',
		'data/SentencesView.svelte',
		'fill/FillDesk.svelte',
		'lessons/activities/WriteActivity.svelte',
		'play/Play.svelte',
		'texts/ScoreRun.svelte'
	])('Ctrl+Enter works in %s', (name) => {
		expect(sources.find(([each]) => each === name)?.[1]).toContain('isRunKey(event)');
	});

	test('nothing else in the views tells Ctrl+Enter by itself', () => {
		const own = sources.filter(([, code]) => /'Enter' && \(?event\.(?:ctrl|meta)Key/.test(code));
		expect(own.map(([name]) => name)).toEqual([]);
	});
});
