import { expect, test } from 'vitest';
import { isSoftwareAdapter } from './software-adapter.ts';

test('an adapter that the CPU plays is known by what it says of itself', () => {
	expect(isSoftwareAdapter({ architecture: 'swiftshader' })).toBe(true);
	expect(isSoftwareAdapter({ description: 'llvmpipe (LLVM 15.0.6, 256 bits)' })).toBe(true);
	expect(isSoftwareAdapter({ device: 'Microsoft Basic Render Driver' })).toBe(true);
	expect(isSoftwareAdapter({ architecture: 'ampere', isFallbackAdapter: true })).toBe(true);
	expect(isSoftwareAdapter({ architecture: 'ampere', isFallbackAdapter: false })).toBe(false);
	expect(isSoftwareAdapter({})).toBe(false);
});
