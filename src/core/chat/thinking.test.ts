import { expect, test } from 'vitest';
import { splitThinking, thinkingTokens, type ThinkingMarks } from './thinking.ts';

const MARKS: ThinkingMarks = { open: '<think>', close: '</think>', isOpened: false };
const OPENED: ThinkingMarks = { ...MARKS, isOpened: true };

test('thinking between its marks is told from the answer after it', () => {
	expect(splitThinking('<think>\nTwo and two.\n</think>\n\nFour.', MARKS)).toEqual({
		thinking: 'Two and two.',
		answer: 'Four.',
		isClosed: true,
		start: 7,
		end: 21
	});
	expect(splitThinking('\n<think>a</think>b', MARKS)).toMatchObject({ thinking: 'a', answer: 'b' });
});

test('an answer without an open mark at its beginning has no thinking', () => {
	for (const text of ['', 'Four.', 'Write <think>so</think>.', 'So.</think>Four.', '<thi']) {
		expect(splitThinking(text, MARKS)).toBeNull();
	}
});

test('where the prompt has opened the thinking, the answer begins inside it', () => {
	expect(splitThinking('Two and two.\n</think>\n\nFour.', OPENED)).toMatchObject({
		thinking: 'Two and two.',
		answer: 'Four.',
		isClosed: true,
		start: 0,
		end: 13
	});
	// Some models write the mark once more.
	expect(splitThinking('<think>\nHm.</think>Four.', OPENED)).toMatchObject({ thinking: 'Hm.' });
});

test('thinking that has not ended is all of the text', () => {
	const unclosed = { thinking: 'Two and', answer: '', isClosed: false };
	expect(splitThinking('<think>\nTwo and ', MARKS)).toMatchObject(unclosed);
	expect(splitThinking('Two and ', OPENED)).toMatchObject(unclosed);
	expect(splitThinking('', OPENED)).toMatchObject({ thinking: '', isClosed: false, end: 0 });
});

test('empty thinking is empty, and a second close mark belongs to the answer', () => {
	expect(splitThinking('<think>\n\n</think>\n\nHi </think>', MARKS)).toMatchObject({
		thinking: '',
		answer: 'Hi </think>',
		isClosed: true
	});
});

test('only tokens that begin between the marks are counted', () => {
	const count = (texts: readonly string[], marks: ThinkingMarks) => {
		const parts = splitThinking(texts.join(''), marks);
		if (parts === null) throw new Error('no thinking');
		return thinkingTokens(
			texts.map((text) => ({ text })),
			parts
		);
	};
	expect(count(['<think>', '\n', 'Two', ' and', '</think>', '\n\n', 'Four', ''], MARKS)).toBe(3);
	// A character of two tokens has its text in the last one.
	expect(count(['<think>', '', '👍', '</think>', 'Ok'], MARKS)).toBe(2);
	expect(count(['<', 'think', '>\n', 'a', '</', 'think', '>', 'b'], MARKS)).toBe(1);
	expect(count(['Two', ' and'], OPENED)).toBe(2);
	expect(count(['<think>', '</think>', 'Hi'], MARKS)).toBe(0);
});
