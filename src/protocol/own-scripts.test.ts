import { afterEach, describe, expect, test, vi } from 'vitest';
import { allowOwnScripts, isOwnScript } from './own-scripts.ts';

const APP = 'https://glasshouse.example/app/';

afterEach(() => vi.unstubAllGlobals());

describe('a script that may start a thread', () => {
	test.each([
		'https://glasshouse.example/app/assets/worker-Bvfo4AAg.js',
		'https://glasshouse.example/app/assets/run-file-worker-DMM_kz-i.js',
		'https://glasshouse.example/app/runtime/onnx/ort-wasm-simd-threaded.mjs',
		'https://glasshouse.example/app/runtime/onnx/ort-wasm-simd-threaded.asyncify.mjs',
		'https://glasshouse.example/app/service-worker.js?gpu',
		'service-worker.js'
	])('is %s', (address) => {
		expect(isOwnScript(address, APP)).toBe(true);
	});

	test.each([
		'https://elsewhere.example/app/assets/worker-Bvfo4AAg.js',
		'https://glasshouse.example.elsewhere.example/app/service-worker.js',
		'https://user@glasshouse.example:444/app/service-worker.js',
		'http://glasshouse.example/app/service-worker.js',
		'https://glasshouse.example/service-worker.js',
		'https://glasshouse.example/app/../service-worker.js',
		'https://glasshouse.example/app/%2e%2e/app/class/lessons/1.lesson.json',
		'https://glasshouse.example/app/class/models/1/worker-Bvfo4AAg.js',
		'https://glasshouse.example/app/assets/first-screen-Bvfo4AAg.js',
		'https://glasshouse.example/app/assets/worker-Bvfo4AAg.js/../../class.json',
		'https://glasshouse.example/app/assets%2fworker-Bvfo4AAg.js',
		'//elsewhere.example/app/service-worker.js',
		'data:text/javascript,alert(1)',
		'blob:https://glasshouse.example/app/assets/worker-Bvfo4AAg.js',
		'javascript:alert(1)',
		'https://',
		''
	])('is not %s', (address) => {
		expect(isOwnScript(address, APP)).toBe(false);
	});
});

test('the policy has no way to make text into code or markup', () => {
	const made: [string, object][] = [];
	const createPolicy = (name: string, rules: object) => made.push([name, rules]);
	vi.stubGlobal('trustedTypes', { createPolicy });
	allowOwnScripts();
	expect(made.map(([name, rules]) => [name, Object.keys(rules)])).toEqual([
		['default', ['createScriptURL']]
	]);
});

test('browsers without Trusted Types go on as they are', () => {
	expect('trustedTypes' in globalThis).toBe(false);
	expect(() => allowOwnScripts()).not.toThrow();
});
