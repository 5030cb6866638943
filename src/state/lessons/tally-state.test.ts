import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';

import type { Answers } from '#core/lesson/answers-schema.ts';
import { LessonStore } from '#storage/lesson-store.ts';

import { answersFile } from '../../../tests/e2e/answers-file.ts';
import { countedWords, refusedTitle } from '../../ui/views/lessons/tally/tally-words.ts';
import type { ToastState } from '../page/toast-state.svelte.ts';
import { TallyState } from './tally-state.svelte.ts';

const file = (text: string): File => new File([text], 'some.answers.json');
const answers = (learner: number, created: string): File => {
	const made = answersFile(learner) as Answers;
	return file(JSON.stringify({ ...made, created: `2026-11-30T${created}:00.000Z` }));
};

const OLD = '11:00';
const NEW = '12:00';
const bad = (): File => file('holiday');

/** Learner 1 was counted before, with the newer of two saves. */
async function teacher(): Promise<TallyState> {
	const state = new TallyState(new LessonStore(), {} as ToastState);
	await state.start();
	await state.add([answers(1, OLD)]);
	return state;
}

beforeEach(() => {
	vi.unstubAllGlobals();
	vi.stubGlobal('indexedDB', new IDBFactory());
});

/** What may be among the files that come, and what of it is counted how. */
const KINDS = {
	fresh: () => [answers(2, OLD)],
	updated: () => [answers(1, NEW)],
	repeated: () => [answers(3, OLD), answers(3, OLD)],
	refused: () => [bad(), bad()]
};
const NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[];
const combinations = Array.from({ length: 2 ** NAMES.length }, (_, bits) =>
	NAMES.filter((_name, i) => (bits >> i) % 2 === 1)
);

describe('files that come together', () => {
	test.each(combinations.map((kinds) => [kinds.join(', ') || 'nothing', kinds] as const))(
		'are told apart: %s',
		async (_name, kinds) => {
			const state = await teacher();
			await state.add(kinds.flatMap((kind) => KINDS[kind]()));
			const has = (kind: keyof typeof KINDS): number => (kinds.includes(kind) ? 1 : 0);
			// Of two equal files of a new learner, one is fresh.
			expect(state.added).toEqual({
				fresh: has('fresh') + has('repeated'),
				updated: has('updated'),
				repeated: has('repeated')
			});
			expect(state.refused).toHaveLength(2 * has('refused'));
			expect(state.files).toHaveLength(1 + has('fresh') + has('repeated'));

			const counted = countedWords(state.files.length, state.added);
			expect(counted.includes('replaced older answers')).toBe(kinds.includes('updated'));
			expect(counted.includes('already here')).toBe(kinds.includes('repeated'));
			const others = kinds.some((kind) => kind !== 'refused');
			expect(refusedTitle(2, state.added).includes('All others')).toBe(others);
		}
	);
});

test('an older save of what is counted is left out, and is no replacement', async () => {
	const state = await teacher();
	await state.add([answers(1, NEW)]);
	await state.add([answers(1, OLD), answers(1, NEW)]);
	expect(state.added).toEqual({ fresh: 0, updated: 0, repeated: 2 });
	expect(state.files.map(({ created }) => created)).toEqual(['2026-11-30T12:00:00.000Z']);
});

test('when every file is wrong nothing is said of others, and what was counted stays', async () => {
	const state = await teacher();
	await state.add([bad()]);
	expect(refusedTitle(state.refused.length, state.added)).toBe('1 file was not counted.');
	expect(countedWords(state.files.length, state.added)).toBe('1 file is counted.');
});

test('an empty tally counts nothing aloud', () => {
	expect(countedWords(0, { fresh: 0, updated: 0, repeated: 0 })).toBe('');
});
