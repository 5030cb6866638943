import { expect, test } from 'vitest';
import type { LoadedModel } from '#protocol/worker-api.ts';
import { sessionWords } from './session-words.ts';

function words(unfoldedBytes: number, unfolds: '0' | '1', backend: 'wasm' | 'webgpu' = 'wasm') {
	const engine: LoadedModel['engine'] = {
		name: 'onnxruntime-web',
		version: '1',
		build: 'wasm',
		backend,
		threads: 2,
		prefill: 'one-pass',
		options: { 'session.disable_quant_qdq': unfolds },
		adapter: null
	};
	return sessionWords({ engine, unfoldedBytes });
}

test('a model without 8-bit weights has nothing to unfold, whatever the option says', () => {
	expect(words(0, '1')).toBe('Computes with 2 threads.');
	expect(words(0, '1', 'webgpu')).toBe('');
});

test('says when 8-bit weights are unfolded, and what kept them from it', () => {
	expect(words(120e6, '1')).toContain('when the model loaded, which is faster: 120 MB in memory');
	expect(words(3.2e9, '0')).toContain('at every step, which is slower: 3.2 GB at once is too much');
	expect(words(120e6, '1', 'webgpu')).not.toContain('thread');
});
