import { expect, test, vi } from 'vitest';
import type { AppFileCheck } from '#storage/app-cache.ts';
import { groupAppFiles } from './app-parts.ts';
import { OfflineGate } from './offline-gate.svelte.ts';

test('where nothing can be kept, and where its code does not come, the page says that it saves nothing', async () => {
	for (const open of [() => Promise.resolve(null), () => Promise.reject(new Error('no network'))]) {
		const gate = new OfflineGate(open);
		expect(gate.status.kind).toBe('unknown');
		await gate.open();
		expect(gate.status.kind).toBe('unsupported');
		expect(gate.state).toBeNull();
	}
});

test('keeping begins once, however often it is asked for, and tells the gate what becomes of it', async () => {
	const start = vi.fn(() => Promise.resolve());
	const gate = new OfflineGate((tell) => {
		tell.hasUpdate = true;
		tell.status = { kind: 'ready' };
		return Promise.resolve({ start } as never);
	});
	await Promise.all([gate.open(), gate.open()]);
	await gate.open();
	expect(start).toHaveBeenCalledTimes(1);
	expect([gate.status.kind, gate.hasUpdate]).toEqual(['ready', true]);
});

test('files are grouped by what a newcomer would miss, and empty groups are left out', () => {
	const file = (url: string, needsGpu = false) =>
		({ file: { url, needsGpu, sizeBytes: 1 }, state: 'good' }) as unknown as AppFileCheck;
	const grouped = groupAppFiles([
		file('models/sprout/model.onnx'),
		file('index.html'),
		file('runtime/ort.wasm'),
		file('assets/app.js')
	]);
	expect(grouped.map(({ part, files }) => [part, files.length])).toEqual([
		['app', 2],
		['cpu-engine', 1],
		['built-in-model', 1]
	]);
	expect(groupAppFiles([file('runtime/gpu.wasm', true)])[0]?.part).toBe('gpu-engine');
});
