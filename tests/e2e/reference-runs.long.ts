/** Those of the committed runs that `reference-runs.e2e.ts` leaves out on WebGPU. */
import { regrowOnWebGpu } from './reference-run.ts';
import { test } from './test.ts';

test.setTimeout(360_000);

test('the greedy and the long run regrow with the same tokens on WebGPU', async ({ page }) => {
	await regrowOnWebGpu(page, ['greedy', 'long']);
});
