import { expect, test } from 'vitest';
import { chooseSession } from './session-choices.ts';

const GB = 1024 ** 3;
const machine = (logicalCores: number, canShareMemory = true) => ({ logicalCores, canShareMemory });
const large = {
	unfoldedBytes: 0,
	weightBytes: GB,
	unfoldedProducts: [],
	foldedProducts: [],
	heads: 16
};

test('8-bit weights are unfolded at load where memory allows', () => {
	const unfolds = (unfoldedBytes: number) =>
		chooseSession('wasm', { ...large, unfoldedBytes, weightBytes: 1 }, machine(1)).options;
	expect(unfolds(GB)).toEqual({ 'session.disable_quant_qdq': '1' });
	expect(unfolds(3 * GB)).toEqual({ 'session.disable_quant_qdq': '0' });
});

test('large models get half the cores, at most four', () => {
	const threads = (cores: number) => chooseSession('wasm', large, machine(cores)).threads;
	expect([1, 2, 4, 8, 64].map(threads)).toEqual([1, 1, 2, 4, 4]);
});

test('as many threads as are asked for, where there can be any', () => {
	const small = { ...large, weightBytes: 1e6 };
	expect(chooseSession('wasm', small, machine(2), 8).threads).toBe(8);
	expect(chooseSession('wasm', large, machine(8), 1).threads).toBe(1);
	expect(chooseSession('wasm', large, machine(8, false), 8).threads).toBe(1);
	expect(chooseSession('webgpu', large, machine(8), 8).threads).toBe(1);
});

test('fewer threads where more would change bits, also than are asked for', () => {
	const narrow = { ...large, unfoldedProducts: [{ n: 128, k: 896 }] };
	expect(chooseSession('wasm', narrow, machine(8)).threads).toBe(1);
	expect(chooseSession('wasm', narrow, machine(8), 4).threads).toBe(1);
	const folded = { ...large, foldedProducts: [{ n: 256, k: 1536 }] };
	expect(chooseSession('wasm', { ...folded, unfoldedBytes: GB }, machine(8)).threads).toBe(4);
	expect(chooseSession('wasm', { ...folded, unfoldedBytes: 3 * GB }, machine(8)).threads).toBe(3);
	expect(chooseSession('wasm', { ...large, heads: 3 }, machine(8)).threads).toBe(3);
});

test('one thread for small models, without shared memory, and on the GPU', () => {
	expect(chooseSession('wasm', { ...large, weightBytes: 1e6 }, machine(8)).threads).toBe(1);
	expect(chooseSession('wasm', large, machine(8, false)).threads).toBe(1);
	expect(chooseSession('webgpu', large, machine(8)).threads).toBe(1);
});
