/**
 * Each kind of graph on the GPU backend, on whatever adapter the browser has. wasm.test.ts has every
 * family and layout on the CPU, webgpu.long.test.ts the others on the GPU.
 */
import { expect, test, vi } from 'vitest';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import { fetchModel } from '#worker/load-model.ts';
import { familyLoadRequest } from './family-models.ts';
import { HALF_PRECISION_FILES, KINDS_OF_FILES, liveThrough } from './whole-life.ts';

// A software adapter compiles each shader on the CPU.
vi.setConfig({ testTimeout: 180_000 });

test.for(KINDS_OF_FILES)(
	'%s, %s: gives the float64 logits, writes, saves, regrows, verifies',
	async ([family, file]) => {
		await liveThrough(family, file, 'webgpu', 4);
		expect.hasAssertions();
	}
);

test.for(HALF_PRECISION_FILES)(
	'%s, %s: runs where there is 16-bit arithmetic, else is refused with its reason',
	async ([family, file]) => {
		const adapter = await navigator.gpu.requestAdapter();
		if (adapter?.features.has('shader-f16') === true) {
			await liveThrough(family, file, 'webgpu', 4);
			return;
		}
		const never = new AbortController().signal;
		const request = await familyLoadRequest(family, file, 'webgpu');
		const { files: fetched } = await fetchModel(request.files, never, () => undefined);
		const load = new OnnxEngine().load(fetched, request, never);
		await expect(load).rejects.toMatchObject({ code: 'model-needs-f16' });
	}
);
