import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';

import { AppError } from '#core/errors.ts';
import type { Answer } from '#core/lesson/answers-schema.ts';
import { lessonDigest } from '#core/lesson/read-lesson.ts';
import { LessonStore } from '#storage/lesson-store.ts';

import { exampleLesson } from '../../../tests/fixtures/example-lesson.ts';
import { LessonPlayer, type PlayerParts } from './lesson-player.svelte.ts';

const LESSON = exampleLesson();
const DIGEST = lessonDigest(LESSON);
const text = (words: string): Answer => ({ type: 'text', text: words });

let drawn = 0;

/** A tab of its own, with what is kept when it opens. */
async function openTab(): Promise<{ player: LessonPlayer; store: LessonStore }> {
	const store = new LessonStore();
	const [attempt] = await store.attempts();
	const player = new LessonPlayer(LESSON, DIGEST, attempt ?? null, {
		store,
		now: () => '2026-11-30T08:00:00.000Z',
		drawId: () => (drawn++).toString(16).padStart(32, '0'),
		about: { name: 'Glasshouse', version: '0', commit: '' },
		onAttempt: () => undefined
	} as Partial<PlayerParts> as PlayerParts);
	return { player, store };
}

const kept = (player: LessonPlayer) => vi.waitFor(() => expect(player.isKept).toBe(true));

beforeEach(() => {
	vi.unstubAllGlobals();
	vi.stubGlobal('indexedDB', new IDBFactory());
});

test('what is answered while an answer is being written down is kept, too', async () => {
	const { player, store } = await openTab();
	player.answer('one', text('a'));
	expect(player.isKept).toBe(false);
	player.answer('one', text('ab'));
	player.lockIn('one');
	await kept(player);
	expect(await store.attempts()).toEqual([player.attempt]);
	expect(player.of('one').answer).toEqual(text('ab'));
	expect(player.of('one').answered).not.toBeNull();
});

test('two tabs lose no answer of each other, and each comes to show both', async () => {
	const first = await openTab();
	first.player.name('Ann');
	await kept(first.player);
	const second = await openTab();
	first.player.answer('one', text('of the first'));
	await kept(first.player);
	second.player.answer('two', text('of the second'));
	await kept(second.player);
	expect(second.player.of('one').answer).toEqual(text('of the first'));
	first.player.answer('three', text('more'));
	await kept(first.player);
	for (const { player } of [first, await openTab()]) {
		expect(['one', 'two', 'three'].map((step) => player.of(step).answer)).toEqual(
			['of the first', 'of the second', 'more'].map(text)
		);
	}
});

test('starting over is followed by the other tab, and can be taken back at once', async () => {
	const first = await openTab();
	first.player.answer('one', text('a'));
	await kept(first.player);
	const second = await openTab();
	const undo = first.player.startOver();
	undo();
	await kept(first.player);
	expect((await openTab()).player.of('one').answer).toEqual(text('a'));
	first.player.startOver();
	await kept(first.player);
	second.player.answer('two', text('late'));
	await kept(second.player);
	expect(second.player.attempt).toEqual(first.player.attempt);
});

test('answers on a full disk stay, say so, and are kept with the next one that fits', async () => {
	const { player, store } = await openTab();
	const full = new AppError('storage-full', 'full');
	vi.spyOn(store, 'putAttempt').mockRejectedValueOnce(full);
	player.answer('one', text('a'));
	await vi.waitFor(() => expect(player.trouble).toBe(full));
	expect(player.isKept).toBe(false);
	player.answer('two', text('b'));
	await kept(player);
	expect((await openTab()).player.of('one').answer).toEqual(text('a'));
});
