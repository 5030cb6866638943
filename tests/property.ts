/**
 * fast-check with the budget of the suite. `npm test` tries the same examples each time, so that it
 * says the same of the same code; `npm run test:long` tries many more, others each time, and prints the
 * seed of those that fail. Mutation tests, which run them thousands of times, try a tenth.
 */
import fc from 'fast-check';

const factor = Number(process.env['MORE_EXAMPLES'] ?? 1);

/** Whether the same examples are tried each time. */
export const isEveryDay = factor <= 1;

fc.configureGlobal({ numRuns: examples(100), ...(isEveryDay ? { seed: 20_261_130 } : {}) });

/** How many examples to try where the hundred of other tests are too few or too slow. */
export function examples(everyDay: number): number {
	return Math.ceil(everyDay * factor);
}

export default fc;
