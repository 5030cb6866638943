import { describe, expect, test } from 'vitest';
import { BANNED_PHRASES } from './banned-phrases.ts';
import { findBanned } from './find-banned.ts';

describe('findBanned', () => {
	test.each(BANNED_PHRASES.map(({ now, better }) => [now, better]))(
		'%s is found; %s is not',
		(now, better) => {
			expect(findBanned(now).map((offence) => offence.better)).toContain(better);
			expect(findBanned(better)).toEqual([]);
		}
	);

	test('finds a phrase that a comment or a paragraph wraps', () => {
		expect(findBanned('/**\n\t * A seed that is\n\t * none.\n\t */')).toHaveLength(1);
		expect(findBanned('// The download goes\n\t// on.')).toHaveLength(1);
		expect(findBanned('> What was\n> said to the model')).toHaveLength(1);
	});

	test('shows what is around it, and counts each occurrence', () => {
		const text = 'The first letter stands alone, the second stands for a sound, the third stands.';
		expect(findBanned(text).map(({ near }) => near)).toEqual([
			'The first letter stands alone, the second stands for',
			'stands for a sound, the third stands.'
		]);
	});

	test('leaves names in code alone', () => {
		expect(findBanned('const somebodyElse = standsAlone(goes.on);')).toEqual([]);
	});
});
