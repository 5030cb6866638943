import { expect, test } from 'vitest';
import { pickLanguage } from './language.ts';

test('the first wish that there is a catalogue for wins', () => {
	expect(pickLanguage(['fr', 'es', 'en'], ['en', 'es'])).toBe('es');
	expect(pickLanguage([null, 'es-MX'], ['en', 'es'])).toBe('es');
	expect(pickLanguage(['en-GB', 'es'], ['en', 'es'])).toBe('en');
});

test('an exact catalogue comes before the language alone', () => {
	expect(pickLanguage(['pt-BR'], ['en', 'pt', 'pt-BR'])).toBe('pt-BR');
});

test('nothing that is offered: English', () => {
	expect(pickLanguage(['tlh', ''], ['en', 'es'])).toBe('en');
	expect(pickLanguage([], ['en', 'es'])).toBe('en');
});
