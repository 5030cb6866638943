/** Whether an answer is right, where there is a right one. */
import type { Answer } from './answers-schema.ts';
import type { Question } from './question-schema.ts';

/** @returns null where nothing is right or wrong, or the answer is not to this question */
export function isRight(question: Question, answer: Answer): boolean | null {
	if (question.type === 'choice' && answer.type === 'choice') {
		const { right, several } = question;
		if (right === null) return null;
		if (!several) return answer.chosen.some((place) => right.includes(place));
		return (
			answer.chosen.length === right.length && answer.chosen.every((place) => right.includes(place))
		);
	}
	if (question.type === 'number' && answer.type === 'number') {
		const { right, tolerance } = question;
		return right === null ? null : Math.abs(answer.value - right) <= tolerance;
	}
	return null;
}
