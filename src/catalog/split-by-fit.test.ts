import { describe, expect, test } from 'vitest';

import { groupModels, type FamilyGroup } from './find-models.ts';
import type { Machine } from './gpu-fit.ts';
import { fitsListed, type ListedModel } from './listed-model.ts';
import { HUB_MODELS } from './onnx-hub-models.ts';
import { splitByFit } from './split-by-fit.ts';
import { webLlmModels } from './web-llm-models.ts';
import { loadWebLlmRecords } from './web-llm-record.ts';

const models = [...webLlmModels((await loadWebLlmRecords()).models), ...HUB_MODELS];
const families = groupModels(models);

const GIB = 2 ** 30;
const withoutGpu: Machine = { adapter: null, memoryMB: 8192 };
const withoutF16: Machine = {
	adapter: {
		features: new Set(),
		limits: {
			maxBufferSize: 2 * GIB,
			maxStorageBufferBindingSize: 2 * GIB,
			maxComputeWorkgroupStorageSize: 32 * 1024,
			maxStorageBuffersPerShaderStage: 10
		},
		isSoftware: false
	},
	memoryMB: 2048
};

function namesIn(groups: readonly FamilyGroup[]): string[] {
	return groups.flatMap(({ models, hub }) => [...models, ...hub].map(({ name }) => name));
}

/** 0 works, 1 may not, 2 does not. */
function rank(precisions: readonly ListedModel[], machine: Machine): number {
	const order = ['works', 'may-not-work', 'does-not-work'];
	const ranks = precisions.map((one) => order.indexOf(fitsListed(one, machine).verdict));
	return Math.min(...ranks);
}

describe('the catalogue on a machine', () => {
	test.each([withoutGpu, withoutF16])('loses no model and shows none twice', (machine) => {
		const { usable, ruledOut } = splitByFit(families, machine);
		const shown = [...namesIn(usable), ...ruledOut.flatMap((out) => namesIn(out.families))];
		expect(shown.sort()).toEqual(namesIn(families).sort());
		for (const { families, count } of ruledOut) expect(namesIn(families)).toHaveLength(count);
	});

	test('has nothing that cannot run among what can, and what surely runs comes first', () => {
		const { usable } = splitByFit(families, withoutF16);
		for (const { models } of usable) {
			const ranks = models.map(({ precisions }) => rank(precisions, withoutF16));
			expect(ranks).toEqual([...ranks].sort());
			expect(ranks).not.toContain(2);
		}
		const first = usable.map(({ models, hub }) =>
			rank([...models.flatMap(({ precisions }) => precisions), ...hub], withoutF16)
		);
		expect(first).toEqual([...first].sort());
		expect(first).toContain(1);
	});

	test('names what rules models out, what most of them lack first', () => {
		const [most, ...others] = splitByFit(families, withoutGpu).ruledOut;
		expect(most?.code).toBe('no-webgpu');
		expect(others.map(({ code }) => code)).toEqual(['writes-no-text']);
		expect(namesIn(splitByFit(families, withoutGpu).usable)).toContain('pythia-14m');
	});

	test('a model of which one precision runs is usable', () => {
		const names = namesIn(splitByFit(families, withoutF16).usable);
		expect(names).toContain('SmolLM2-360M-Instruct');
	});

	test('is all usable while the machine is not known', () => {
		expect(splitByFit(families, null)).toEqual({ usable: families, ruledOut: [] });
	});
});
