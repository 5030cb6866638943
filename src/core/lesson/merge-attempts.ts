/** One attempt, changed in two tabs. */
import { stepOf, type Attempt, type StepAttempt } from './attempt.ts';

/**
 * What both tabs did. Where both changed the same, the answer that is locked in is, and of two
 * that are, the one that was written down first.
 *
 * @param base what this tab's changes began from; null when it began with nothing
 * @param kept as the other tab left it
 * @param mine the same attempt (by its id), as this tab has it
 */
export function mergeAttempts(base: Attempt | null, kept: Attempt, mine: Attempt): Attempt {
	const names = new Set([...kept.steps, ...mine.steps].map(({ step }) => step));
	const steps = [...names].map((step) =>
		mergeSteps(base === null ? null : stepOf(base, step), stepOf(kept, step), stepOf(mine, step))
	);
	return {
		...mine,
		learner: mine.learner === (base?.learner ?? '') ? kept.learner : mine.learner,
		seen: [...new Set([...kept.seen, ...mine.seen])],
		steps
	};
}

function mergeSteps(base: StepAttempt | null, kept: StepAttempt, mine: StepAttempt): StepAttempt {
	const isRevealed = kept.isRevealed || mine.isRevealed;
	const isMine = kept.answered === null && !(base !== null && sameAnswer(base, mine));
	return { ...(isMine ? mine : kept), isRevealed };
}

function sameAnswer(one: StepAttempt, other: StepAttempt): boolean {
	return (
		one.answered === other.answered && JSON.stringify(one.answer) === JSON.stringify(other.answer)
	);
}
