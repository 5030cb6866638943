import { expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import fixtures from '../tests/fixtures/sprout-logits.json' with { type: 'json' };
import { measureSprout, type LogitsFixture } from './sprout-logits.ts';

for (const precision of sprout.precisions) {
	test(`Node gives the recorded bits for ${precision.id} (else run tools/sprout-logits.ts)`, async () => {
		const recorded = (fixtures as Record<string, LogitsFixture>)[precision.id];
		expect(await measureSprout(precision)).toEqual(recorded);
	});
}
