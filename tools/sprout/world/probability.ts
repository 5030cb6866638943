/** How probable documents are: the entropy that a model's loss is held against. */
import type { Odds } from '#core/sprout-world/parse.ts';
import { documentAt, type StreamName, type WorldDocument } from '#core/sprout-world/world.ts';

/** Natural logarithm of the probability of some choices together. */
export function logProbabilityOf(choices: readonly Odds[]): number {
	let sum = 0;
	for (const { weight, total } of choices) sum += Math.log(weight / total);
	return sum;
}

/** A document and the natural logarithm of its probability in its stream, the choice of kind included. */
export function scoredDocumentAt(
	index: number,
	stream: StreamName
): WorldDocument & { readonly logProbability: number } {
	const choices: Odds[] = [];
	const document = documentAt(index, stream, {
		chose: (weight, total) => choices.push({ weight, total }),
		said: () => undefined
	});
	return { ...document, logProbability: logProbabilityOf(choices) };
}
