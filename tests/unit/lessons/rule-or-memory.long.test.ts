/** All 900 sums that the lesson counts. Its shorter twin, rule-or-memory.test.ts, asks 30 of them, and the 52 that were held out. */
import { afterAll, describe, expect, it } from 'vitest';

import { LessonDesk } from './lesson-desk.ts';

const desk = new LessonDesk('rule-or-memory');

afterAll(() => desk.dispose());

describe('the lesson “Rule or memory?”', { timeout: 600_000 }, () => {
	it('counts the mistakes of all 900 sums, and those with their pattern', async () => {
		let wrong = 0;
		let tensMissing = 0;
		for (let a = 21; a <= 50; a++) {
			for (let b = 21; b <= 50; b++) {
				const said = await desk.sum(a, b);
				if (said === a + b) continue;
				wrong++;
				if ((a + b - said) % 10 === 0) tensMissing++;
			}
		}
		const words = desk.words('pattern').replace(/ +/g, ' ');
		expect(words).toContain(`all 900 sums with both numbers from 21 to 50, ${wrong} are wrong`);
		expect(words).toContain(`and ${tensMissing} of these are off by a multiple of ten`);
	});
});
