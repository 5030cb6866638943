import { describe, expect, test } from 'vitest';
import {
	EVERYTHING,
	findModels,
	groupModels,
	licensesOf,
	recommendedModels
} from './find-models.ts';
import { fits, type GpuLimits, type Machine } from './gpu-fit.ts';
import { webLlmModels, type WebLlmModel } from './web-llm-models.ts';
import { loadWebLlmRecords } from './web-llm-record.ts';

const models = webLlmModels((await loadWebLlmRecords()).models);

function model(id: string): WebLlmModel {
	const found = models.find((candidate) => candidate.id === id);
	if (found === undefined) throw new Error(`no ${id}`);
	return found;
}

const MIB = 2 ** 20;
const LIMITS: GpuLimits = {
	maxBufferSize: 2048 * MIB,
	maxStorageBufferBindingSize: 2048 * MIB,
	maxComputeWorkgroupStorageSize: 32 * 1024,
	maxStorageBuffersPerShaderStage: 10
};

function machine(
	{ limits = {}, f16 = false }: { limits?: Partial<GpuLimits>; f16?: boolean } = {},
	memoryMB: number | null = 8192
): Machine {
	const features = new Set(f16 ? ['shader-f16'] : []);
	return { adapter: { features, limits: { ...LIMITS, ...limits }, isSoftware: false }, memoryMB };
}

describe('fits', () => {
	const small = model('SmolLM2-360M-Instruct-q4f32_1-MLC');
	const smallF16 = model('SmolLM2-360M-Instruct-q4f16_1-MLC');
	const large = model('Llama-3.1-8B-Instruct-q4f32_1-MLC');

	test('a small float32 model works on any adapter with the usual limits', () => {
		expect(fits(small, machine())).toEqual({ verdict: 'works', reasons: [] });
		expect(fits(small, machine({}, null))).toEqual({ verdict: 'works', reasons: [] });
	});

	test('without WebGPU nothing works', () => {
		expect(fits(small, { adapter: null, memoryMB: 8192 })).toEqual({
			verdict: 'does-not-work',
			reasons: [{ code: 'no-webgpu' }]
		});
	});

	test('a model in 16-bit floats names its float32 sibling', () => {
		expect(fits(smallF16, machine())).toEqual({
			verdict: 'does-not-work',
			reasons: [{ code: 'no-f16', siblingId: small.id }]
		});
		expect(fits(smallF16, machine({ f16: true })).verdict).toBe('works');
	});

	test('every limit that the library insists on is named when it is too small', () => {
		const poor = machine({
			limits: { maxComputeWorkgroupStorageSize: 16 * 1024, maxStorageBuffersPerShaderStage: 8 }
		});
		expect(fits(small, poor).reasons).toEqual([
			{
				code: 'limit-too-small',
				limit: 'maxComputeWorkgroupStorageSize',
				needed: 32 * 1024,
				available: 16 * 1024
			},
			{
				code: 'limit-too-small',
				limit: 'maxStorageBuffersPerShaderStage',
				needed: 10,
				available: 8
			}
		]);
	});

	test('a large buffer needs 1 GiB bindings: the library asks for those or for 128 MiB', () => {
		const gemma = model('gemma-2b-it-q4f32_1-MLC');
		const middling = machine({ limits: { maxStorageBufferBindingSize: 512 * MIB } });
		expect(fits(gemma, machine()).verdict).toBe('works');
		expect(fits(gemma, middling)).toMatchObject({
			verdict: 'does-not-work',
			reasons: [{ limit: 'maxStorageBufferBindingSize', available: 128 * MIB }]
		});
	});

	test('memory raises doubts and rules nothing out', () => {
		expect(fits(large, machine({}, 4096))).toEqual({
			verdict: 'may-not-work',
			reasons: [{ code: 'memory-tight', neededMB: 6101.01, machineMB: 4096 }]
		});
		expect(fits(large, machine({}, null)).reasons).toEqual([
			{ code: 'memory-unknown', neededMB: 6101.01 }
		]);
	});

	test('an embedding model writes no text', () => {
		const embedding = model('snowflake-arctic-embed-s-q0f32-MLC-b4');
		expect(fits(embedding, machine()).reasons).toEqual([{ code: 'writes-no-text' }]);
	});
});

describe('findModels', () => {
	const ids = (query: Partial<typeof EVERYTHING>) =>
		findModels(models, { ...EVERYTHING, ...query }).map(({ id }) => id);

	test('without a question everything is there, in order', () => {
		expect(ids({})).toEqual(models.map(({ id }) => id));
	});

	test('all words have to occur, in any order and case', () => {
		expect(ids({ text: '  f32  smollm2 360m ' })).toEqual([
			'SmolLM2-360M-Instruct-q0f32-MLC',
			'SmolLM2-360M-Instruct-q4f32_1-MLC'
		]);
		expect(ids({ text: 'qwen-research' })).toHaveLength(4);
		expect(ids({ text: 'no such model' })).toEqual([]);
	});

	test('filters narrow down, each by itself', () => {
		expect(ids({ openDataOnly: true })).toHaveLength(24);
		expect(ids({ withoutF16: true })).toHaveLength(79);
		expect(ids({ fitsOn: machine() }).every((id) => !id.includes('f16'))).toBe(true);
		expect(ids({ fitsOn: { adapter: null, memoryMB: null } })).toEqual([]);
		expect(ids({ license: 'LicenseRef-Llama-2-Community' })).toHaveLength(5);
		const tiny = findModels(models, { ...EVERYTHING, maxDownloadBytes: 250e6 });
		expect(tiny.map(({ name }) => name)).toContain('SmolLM2-360M-Instruct');
		expect(
			tiny.every(({ estimatedDownloadBytes: bytes }) => bytes !== null && bytes <= 250e6)
		).toBe(true);
	});

	test('licences are listed once each', () => {
		expect(licensesOf(models)).toContain('Apache-2.0');
		expect(new Set(licensesOf(models)).size).toBe(licensesOf(models).length);
	});
});

test('groups hold every model once: families, models by size, precisions by memory', () => {
	const groups = groupModels(models);
	expect(groups[0]?.family).toBe('Llama 3.2');
	expect(groups.flatMap((group) => group.models).flatMap((group) => group.precisions)).toHaveLength(
		models.length
	);
	const smol = groups.find(({ family }) => family === 'SmolLM2');
	expect(smol?.models.map(({ name }) => name)).toEqual([
		'SmolLM2-135M-Instruct',
		'SmolLM2-360M-Instruct',
		'SmolLM2-1.7B-Instruct'
	]);
	const memory = smol?.models[1]?.precisions.map(({ memoryMB }) => memoryMB) ?? [];
	expect(memory).toEqual([...memory].sort((a, b) => a - b));
});

test('the picks exist, begin with SmolLM2-360M in float32, and run without 16-bit floats', () => {
	const picks = recommendedModels(models, null);
	expect(picks).toHaveLength(3);
	expect(picks[0]?.id).toBe('SmolLM2-360M-Instruct-q4f32_1-MLC');
	expect(picks.every(({ needsF16, use }) => !needsF16 && use === 'chat')).toBe(true);
	expect(recommendedModels(models, machine())).toEqual(picks);
	expect(recommendedModels(models, { adapter: null, memoryMB: null })).toEqual([]);
});
