import { expect, test } from 'vitest';
import { readDocument, STREAMS, type StreamName } from '#core/sprout-world/world.ts';
import { logProbabilityOf, scoredDocumentAt } from './probability.ts';

test.each(Object.keys(STREAMS) as StreamName[])(
	'a document of the %s stream is read in one way only, with the probability it was written with',
	(stream) => {
		for (let index = 0; index < 1000; index++) {
			const { kind, text, logProbability } = scoredDocumentAt(index, stream);
			const { readings } = readDocument(text, stream, 2);
			expect(readings, text).toHaveLength(1);
			expect(readings[0]?.result).toBe(kind);
			expect(logProbabilityOf(readings[0]?.choices ?? [])).toBeCloseTo(logProbability, 8);
		}
	}
);
