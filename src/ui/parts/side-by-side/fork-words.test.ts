import { describe, expect, test } from 'vitest';
import { compareRuns } from '#core/diff/compare-runs.ts';
import { SETTING_NAMES } from '#core/sampling/settings.ts';
import type { Run } from '#core/run-file/schema.ts';
import { exampleRun } from '../../../../tests/fixtures/example-run.ts';
import { forkWords } from './fork-words.ts';

const run = exampleRun();

/** The example, with another first token and whatever else is changed. */
function otherwise(change: (run: Run) => void): Run {
	const other = structuredClone(run);
	Object.assign(other.output.tokens[0] ?? {}, { id: 77, text: ' owl' });
	change(other);
	return other;
}

const words = (change: (run: Run) => void): string =>
	forkWords(compareRuns([run, otherwise(change)]));

describe('where two texts part', () => {
	test('every setting that differs is named, and whether the seed does', () => {
		for (const name of ['seed', ...SETTING_NAMES, 'max_tokens', 'stop_sequences'] as const) {
			const text = words(({ request }) => Object.assign(request, { [name]: 'other' }));
			expect(text, name).toMatch(/bit for bit\. What differs: [^,]+?\.( The seed is the same\.)?$/);
			expect(text.includes('The seed is the same.'), name).toBe(name !== 'seed');
		}
		const both = words(({ request }) => Object.assign(request, { seed: '9', temperature: 1.3 }));
		expect(both).toContain('What differs: seed and temperature.');
	});

	test('another model or prompt is named before the settings, however many of its fields differ', () => {
		const text = words(({ model, request, output }) => {
			Object.assign(model, { name: 'Other', quantization: 'q4', digest: 'x' });
			request.messages[0] = { role: 'user', content: 'Another' };
			request.temperature = 1.3;
			Object.assign(output.tokens[0] ?? {}, { logits_digest: '0'.repeat(16) });
		});
		expect(text).toContain('Their logits differ there, too.');
		expect(text).toContain('What differs: model, prompt and temperature. The seed is the same.');
	});

	test('one model in two precisions is no other model', () => {
		const text = words(({ model }) => Object.assign(model, { quantization: 'q4', digest: 'x' }));
		expect(text).toContain('What differs: precision. The seed is the same.');
	});

	test('two runs that were asked the same are called that', () => {
		expect(words(() => undefined)).toMatch(
			/The model, the prompt and all settings are the same\.$/
		);
		expect(forkWords(compareRuns([run, run]))).toBe('');
	});
});
