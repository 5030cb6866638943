import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeGguf } from './write-gguf.ts';

const FIXTURE = new URL('../../tests/fixtures/gguf/small.gguf', import.meta.url);

test('writes the bytes that llama.cpp’s own package writes', () => {
	const parts = writeGguf(
		{
			'general.architecture': { type: 'string', value: 'llama' },
			'llama.block_count': { type: 'uint32', value: 3 },
			'llama.rope.freq_base': { type: 'float32', value: 10000 },
			'tokenizer.ggml.tokens': { type: 'string', value: ['\u2581Tür', '', 'x'] },
			'tokenizer.ggml.scores': { type: 'float32', value: [0.5, -1] },
			'tokenizer.ggml.token_type': { type: 'int32', value: [1, -6] },
			'tokenizer.ggml.add_bos_token': { type: 'bool', value: true }
		},
		[
			{
				name: 'matrix.weight',
				sizes: [5, 3],
				values: Float32Array.from({ length: 15 }, (_, i) => i / 4)
			},
			{ name: 'gain.weight', sizes: [2], values: Float32Array.of(1, -2) }
		]
	);
	expect(Buffer.concat(parts).toString('hex')).toBe(readFileSync(FIXTURE).toString('hex'));
});

test('every tensor begins at a multiple of 32 bytes, however long its name is', () => {
	for (let letters = 1; letters < 40; letters++) {
		const values = Float32Array.of(letters);
		const parts = writeGguf({}, [{ name: 'a'.repeat(letters), sizes: [1], values }]);
		const bytes = Buffer.concat(parts);
		expect(bytes.length % 32).toBe(0);
		expect(bytes.readFloatLE(bytes.length - 32)).toBe(letters);
	}
});

test('a tensor with too few values is refused by name', () => {
	const short = { name: 'gain.weight', sizes: [3], values: Float32Array.of(1, 2) };
	expect(() => writeGguf({}, [short])).toThrow('gain.weight has 2 values, 3 by its sizes');
});
