import { describe, expect, test } from 'vitest';
import type { Machine } from './gpu-fit.ts';
import { chooseVariant, variantFit } from './onnx-fit.ts';

const limits = {
	maxBufferSize: 2 ** 30,
	maxStorageBufferBindingSize: 2 ** 30,
	maxComputeWorkgroupStorageSize: 2 ** 15,
	maxStorageBuffersPerShaderStage: 10
};
const cpu: Machine = { adapter: null, memoryMB: 8192 };
const gpu: Machine = {
	adapter: { features: new Set(), limits, isSoftware: false },
	memoryMB: 8192
};
const gpuF16: Machine = {
	adapter: { features: new Set(['shader-f16']), limits, isSoftware: false },
	memoryMB: 8192
};
const software: Machine = {
	adapter: { features: new Set(['shader-f16']), limits, isSoftware: true },
	memoryMB: 8192
};

const MB = 1e6;
const variants = [
	{ id: 'q4f16', sizeBytes: 270 * MB },
	{ id: 'q4', sizeBytes: 300 * MB },
	{ id: 'int8', sizeBytes: 360 * MB },
	{ id: 'fp16', sizeBytes: 700 * MB },
	{ id: 'fp32', sizeBytes: 1400 * MB }
];

describe('the precision that is offered first', () => {
	test.each([
		['a CPU', cpu, { id: 'int8', reason: 'cpu' }],
		['a graphics card that the CPU plays', software, { id: 'int8', reason: 'cpu' }],
		['the CPU by choice', { ...gpuF16, prefersCpu: true }, { id: 'int8', reason: 'cpu' }],
		['a graphics card without 16-bit floats', gpu, { id: 'q4', reason: 'gpu-without-f16' }],
		['a graphics card with them', gpuF16, { id: 'q4f16', reason: 'gpu-with-f16' }]
	])('on %s', (_title, machine, chosen) => {
		expect(chooseVariant(variants, machine)).toEqual(chosen);
	});

	test('is full precision where that is small', () => {
		const small = variants.map(({ id, sizeBytes }) => ({ id, sizeBytes: sizeBytes / 10 }));
		expect(chooseVariant(small, gpuF16)).toEqual({ id: 'fp32', reason: 'full-and-small' });
	});

	test('fits the memory where one does', () => {
		expect(chooseVariant(variants, { ...cpu, memoryMB: 512 })).toMatchObject({ id: 'int8' });
		expect(chooseVariant(variants, { ...gpuF16, memoryMB: 600 })).toMatchObject({ id: 'q4f16' });
	});

	test('is missing when nothing can run', () => {
		const halves = variants.filter(({ id }) => id.endsWith('f16') || id === 'fp16');
		expect(chooseVariant(halves, gpu)).toBeNull();
		expect(chooseVariant(halves.slice(0, 1), gpuF16)).toMatchObject({ reason: 'only-one-left' });
	});

	test('may be one that the hub has no name for', () => {
		expect(chooseVariant([{ id: 'q2', sizeBytes: null }], cpu)).toMatchObject({ id: 'q2' });
	});
});

describe('a precision', () => {
	test('of 16-bit floats says what it lacks here', () => {
		const fp16 = { id: 'fp16', sizeBytes: 1 };
		expect(variantFit(fp16, cpu).reasons).toEqual([{ code: 'no-webgpu' }]);
		expect(variantFit(fp16, gpu).reasons).toEqual([{ code: 'no-f16', siblingId: null }]);
		expect(variantFit(fp16, gpuF16).verdict).toBe('works');
	});

	test('that no tab can hold is refused, one that is tight is doubted', () => {
		expect(variantFit({ id: 'fp32', sizeBytes: 4e9 }, cpu).verdict).toBe('does-not-work');
		const tight = variantFit({ id: 'fp32', sizeBytes: 1e9 }, { ...cpu, memoryMB: 1024 });
		expect(tight).toMatchObject({ verdict: 'may-not-work', reasons: [{ code: 'memory-tight' }] });
	});

	test('that is slow or rare here is doubted', () => {
		expect(variantFit({ id: 'q4', sizeBytes: 1 }, cpu).reasons).toEqual([{ code: 'slow-on-cpu' }]);
		expect(variantFit({ id: 'q4', sizeBytes: 1 }, software).reasons).toEqual([
			{ code: 'slow-on-cpu' }
		]);
		expect(variantFit({ id: 'q4', sizeBytes: 1 }, gpu).reasons).toEqual([]);
		expect(variantFit({ id: 'bnb4', sizeBytes: 1 }, gpuF16).verdict).toBe('may-not-work');
	});
});
