import { describe, expect, it } from 'vitest';

import { withStep, type Attempt, type StepAttempt } from './attempt.ts';
import { mergeAttempts } from './merge-attempts.ts';

const BASE: Attempt = {
	lesson: `sha256:${'0'.repeat(64)}`,
	id: 'a'.repeat(32),
	learner: 'Ann',
	started: '2026-11-30T08:00:00.000Z',
	seen: ['one'],
	steps: []
};

function step(name: string, text: string, answered: string | null = null): StepAttempt {
	return { step: name, answer: { type: 'text', text }, answered, isRevealed: false };
}

const TEN = '2026-11-30T10:00:00.000Z';
const ELEVEN = '2026-11-30T11:00:00.000Z';

describe('one attempt, changed in two tabs', () => {
	it('has what both tabs did', () => {
		const kept = { ...withStep(BASE, step('one', 'here', TEN)), seen: ['one', 'two'] };
		const mine = { ...withStep(BASE, step('three', 'there', TEN)), seen: ['one', 'three'] };
		const merged = mergeAttempts(BASE, kept, mine);
		expect(merged.steps).toEqual([step('one', 'here', TEN), step('three', 'there', TEN)]);
		expect(merged.seen).toEqual(['one', 'two', 'three']);
	});

	it('keeps what is locked in against what is only typed, and the first of two', () => {
		const locked = withStep(BASE, step('one', 'locked', TEN));
		for (const mine of [step('one', 'typed'), step('one', 'late', ELEVEN)]) {
			const merged = mergeAttempts(BASE, locked, withStep(BASE, mine));
			expect(merged.steps).toEqual([step('one', 'locked', TEN)]);
		}
		const typed = withStep(BASE, step('one', 'typed'));
		expect(mergeAttempts(BASE, typed, locked).steps).toEqual(locked.steps);
	});

	it('takes an answer back that this tab has emptied again', () => {
		const typed = withStep(BASE, step('one', 'typed'));
		const emptied = withStep(BASE, { ...step('one', ''), answer: null });
		expect(mergeAttempts(typed, typed, emptied).steps).toEqual(emptied.steps);
	});

	it('follows the tab that changed the name, and reveals what either has revealed', () => {
		const named = { ...BASE, learner: 'Bea' };
		const revealed = withStep(BASE, { ...step('one', 'x'), isRevealed: true });
		const merged = mergeAttempts(BASE, revealed, named);
		expect(merged.learner).toBe('Bea');
		expect(merged.steps[0]?.isRevealed).toBe(true);
		expect(mergeAttempts(BASE, named, BASE).learner).toBe('Bea');
	});

	it('has all that both have when nothing is known of where they began', () => {
		const kept = withStep(BASE, step('one', 'here', TEN));
		const mine = withStep(BASE, step('two', 'there'));
		expect(mergeAttempts(null, kept, mine).steps).toEqual([
			step('one', 'here', TEN),
			step('two', 'there')
		]);
	});
});
