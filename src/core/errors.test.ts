import { describe, expect, test } from 'vitest';

import { AppError, isAbort, settingInvalid, toAppError } from './errors.ts';

test('an error of the app has a code, a message, details, and what caused it', () => {
	const cause = new Error('why');
	const error = new AppError('busy', 'it is busy', { details: { model: 'Sprout' }, cause });
	expect(error).toBeInstanceOf(Error);
	expect(error).toMatchObject({
		name: 'AppError',
		code: 'busy',
		message: 'it is busy',
		details: { model: 'Sprout' },
		cause
	});
	const bare = new AppError('busy', 'it is busy');
	expect(bare.details).toEqual({});
	expect('cause' in bare).toBe(false);
});

test('a setting that cannot be used is named with what it may be', () => {
	expect(settingInvalid('top_p', '0 to 1')).toMatchObject({
		code: 'settings-invalid',
		message: 'top_p must be 0 to 1',
		details: { field: 'top_p', allowed: '0 to 1' }
	});
});

describe('what was cancelled', () => {
	const aborted = new AppError('aborted', 'aborted');
	const byBrowser = new DOMException('stopped', 'AbortError');

	test('is known from the app’s error and from the browser’s', () => {
		expect([aborted, byBrowser].map(isAbort)).toEqual([true, true]);
	});

	test('is told from other failures', () => {
		const others = [
			new AppError('busy', 'busy'),
			new DOMException('full', 'QuotaExceededError'),
			Object.assign(new Error('stopped'), { name: 'AbortError' }),
			{ code: 'aborted' },
			null
		];
		expect(others.map(isAbort)).toEqual(others.map(() => false));
	});

	test('becomes an error of the app that says so', () => {
		expect(toAppError(byBrowser)).toMatchObject({ code: 'aborted', cause: byBrowser });
	});
});

describe('whatever is thrown', () => {
	test('passes through when it is an error of the app', () => {
		const error = new AppError('busy', 'busy');
		expect(toAppError(error)).toBe(error);
	});

	test('becomes one that nobody expected, with its words', () => {
		const error = new RangeError('too far');
		expect(toAppError(error)).toMatchObject({
			code: 'unexpected',
			message: 'too far',
			cause: error
		});
		expect(toAppError('oh')).toMatchObject({ code: 'unexpected', message: 'oh', cause: 'oh' });
	});
});
