import { expect, test } from 'vitest';
import { readGenerationOptions } from './generation-options.ts';
import { readPythonJson } from './python/json-value.ts';

const read = (text: string) => readGenerationOptions(readPythonJson(text), 'line 1');

test('one stop text or several, and how many tokens', () => {
	expect(read('{"until": "x", "max_gen_toks": 8}')).toMatchObject({ until: ['x'], maxTokens: 8 });
	expect(read('{"until": ["x", "y"], "temperature": 0.0}')).toMatchObject({
		until: ['x', 'y'],
		maxTokens: 256
	});
});

test.each([
	['{"do_sample": true}', /do_sample: expected false/],
	['{"num_beams": 4}', /num_beams: expected no option/],
	['{"max_gen_toks": 0}', /max_gen_toks/],
	['{"until": [""]}', /until: expected texts that are not empty/],
	['3', /a JSON object/]
])('refuses %s', (text, message) => {
	expect(() => read(text)).toThrow(message);
});
