/** The families and layouts that its shorter twin, webgpu.test.ts, leaves out: of the same kinds as one that it has. */
import { expect, test, vi } from 'vitest';
import { liveThrough, MORE_FILES } from './whole-life.ts';

// A software adapter compiles each shader on the CPU.
vi.setConfig({ testTimeout: 180_000 });

test.for(MORE_FILES)(
	'%s, %s: gives the float64 logits, writes, saves, regrows, verifies',
	async ([family, file]) => {
		await liveThrough(family, file, 'webgpu', 4);
		expect.hasAssertions();
	}
);
