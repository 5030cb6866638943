import { describe, expect, test } from 'vitest';
import { readModelCard } from './model-card.ts';

describe('a model page', () => {
	test('says licence, languages, base model and data in its head', () => {
		const card = readModelCard(
			[
				'---',
				'language:',
				'- en',
				"- 'no'",
				'license: apache-2.0',
				'base_model: [owner/one, "owner/two"]',
				'datasets:',
				'  - allenai/dolma',
				'---',
				'# A model'
			].join('\r\n')
		);
		expect(card).toEqual({
			license: 'apache-2.0',
			languages: ['en', 'no'],
			baseModels: ['owner/one', 'owner/two'],
			datasets: ['allenai/dolma'],
			text: '# A model'
		});
	});

	test('names terms of its own where the licence is another', () => {
		expect(readModelCard('---\nlicense: other\nlicense_name: their-terms\n---\n').license).toBe(
			'their-terms'
		);
		expect(readModelCard('---\nlicense: other\n---\n').license).toBe('other');
	});

	test('becomes plain text', () => {
		const { text } = readModelCard(
			'<script>alert(1)</script>Read [the paper](https://x.example) ![logo](a.png)<br/>\n\n\n\nif a < b: <b onclick="x">now</b>'
		);
		expect(text).toBe('Read the paper \n\nif a < b: now');
	});

	test.each(['', '---', '---\nno end', 'just words', '---\n- - -\n---\n', '\u0000'])(
		'%j is no error',
		(markdown) => {
			expect(readModelCard(markdown).license).toBeNull();
		}
	);

	test('is cut where it never ends', () => {
		expect(readModelCard('word '.repeat(1e6)).text.length).toBeLessThanOrEqual(20_000);
	});
});
