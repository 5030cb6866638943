/** A published answer beside the one that was computed again. */
import type { LogLikelihood } from '../log-likelihood.ts';
import type { Answered } from '../requests.ts';

export interface Interval {
	readonly from: number;
	readonly to: number;
}

export interface ScoreCheck {
	/** Nats. */
	readonly published: number;
	readonly own: number;
	/** Where a published one of the same weights, prompt and precision lies. */
	readonly interval: Interval;
	readonly agrees: boolean;
}

export interface DocumentCheck {
	readonly agrees: boolean;
	/** In the order of the requests; none where a text was written. */
	readonly scores: readonly ScoreCheck[];
	/** Whether what was greedy in one is not in the other, or a text is another. */
	readonly choseOtherwise: boolean;
}

/**
 * What float32 in another order of additions comes to: measured between this app and onnxruntime on the same weights,
 * below 1e-4 in all, so ten times that, and a millionth of the score for each of its digits beyond.
 */
const ABSOLUTE = 1e-3;
const RELATIVE = 1e-5;

function intervalOf(own: number): Interval {
	const margin = ABSOLUTE + RELATIVE * Math.abs(own);
	return { from: own - margin, to: own + margin };
}

function checkScore(published: number, own: number): ScoreCheck {
	const interval = intervalOf(own);
	const agrees = published === own || (published >= interval.from && published <= interval.to);
	return { published, own, interval, agrees };
}

/** Both answer the same question. */
export function compareAnswers(published: Answered, own: Answered): DocumentCheck {
	if (published.outputType === 'generate_until' || own.outputType === 'generate_until') {
		const isSame =
			published.outputType === own.outputType &&
			'text' in published &&
			'text' in own &&
			published.text === own.text;
		return { agrees: isSame, scores: [], choseOtherwise: !isSame };
	}
	const theirs = scoresOf(published);
	const ours = scoresOf(own);
	const scores = theirs.map(({ logLikelihood }, at) =>
		checkScore(logLikelihood, ours[at]?.logLikelihood ?? NaN)
	);
	const choseOtherwise = theirs.some(({ isGreedy }, at) => isGreedy !== ours[at]?.isGreedy);
	return { agrees: scores.every(({ agrees }) => agrees), scores, choseOtherwise };
}

function scoresOf(answered: Exclude<Answered, { outputType: 'generate_until' }>): LogLikelihood[] {
	switch (answered.outputType) {
		case 'loglikelihood':
			return [answered];
		case 'loglikelihood_rolling':
			return [{ logLikelihood: answered.logLikelihood, isGreedy: false }];
		case 'multiple_choice':
			return [...answered.scores, ...answered.unconditional];
	}
}
