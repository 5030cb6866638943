import fc from '../../../tests/property.ts';
import { expect, test } from 'vitest';
import { DEFAULT_HUB } from './hub-address.ts';
import { parseHubPlace } from './hub-place.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const read = (text: string, mirror = DEFAULT_HUB) => parseHubPlace(text, mirror);
const whole = { base: null, repository: 'owner/name', revision: null, path: null };

test('a repository is known by its name, however it is written', () => {
	for (const text of [
		'owner/name',
		' owner/name/ ',
		'/owner/name',
		'huggingface.co/owner/name',
		'hf.co/owner/name',
		'https://hf.co/owner/name',
		'HTTPS://HuggingFace.co/owner/name',
		'https://www.huggingface.co/owner/name/',
		'https://huggingface.co/owner/name?library=onnx#usage',
		'https://huggingface.co/models/owner/name',
		'https://huggingface.co/api/models/owner/name',
		'https://huggingface.co//owner//name',
		'hf://owner/name'
	]) {
		expect(read(text), text).toEqual(whole);
	}
});

test('every page of a repository names its reference, and its file', () => {
	for (const [text, revision, path] of [
		['owner/name@v2', 'v2', null],
		['owner/name@refs/pr/1', 'refs/pr/1', null],
		['owner/name@refs%2Fpr%2F1', 'refs/pr/1', null],
		['owner/name/tree/main', 'main', null],
		['https://hf.co/owner/name/tree/main/onnx/', 'main', 'onnx'],
		['https://huggingface.co/owner/name/tree/refs%2Fpr%2F1', 'refs/pr/1', null],
		['https://huggingface.co/owner/name/tree/refs/pr/1/onnx', 'refs/pr/1', 'onnx'],
		['huggingface.co/owner/name/blob/main/onnx/model.onnx', 'main', 'onnx/model.onnx'],
		['https://huggingface.co/owner/name/raw/v1/config.json', 'v1', 'config.json'],
		[
			`https://huggingface.co/owner/name/resolve/${COMMIT}/a%20b.bin?download=true`,
			COMMIT,
			'a b.bin'
		],
		[`https://huggingface.co/owner/name/commit/${COMMIT}`, COMMIT, null],
		['https://huggingface.co/owner/name/commits/main', 'main', null],
		['https://huggingface.co/api/models/owner/name/tree/main', 'main', null],
		['owner/name/blob/main/100%.bin', 'main', '100%.bin']
	] as const) {
		expect(read(text), text).toEqual({ ...whole, revision, path });
	}
});

test('an address of another host names that host', () => {
	for (const [text, base] of [
		['https://mirror.example/owner/name', 'https://mirror.example'],
		['mirror.example/owner/name', 'https://mirror.example'],
		['localhost:8080/owner/name/', 'http://localhost:8080'],
		['127.0.0.1:81/owner/name', 'http://127.0.0.1:81'],
		['http://127.0.0.1:81/owner/name', 'http://127.0.0.1:81']
	] as const) {
		expect(read(text), text).toEqual({ ...whole, base });
	}
	expect(read('http://school.example/hub/owner/name/tree/main')).toEqual({
		...whole,
		base: 'http://school.example/hub',
		revision: 'main'
	});
});

test('the mirror in use is known by its own address, with or without a path', () => {
	const mirror = 'https://school.example/hub';
	expect(read('https://school.example/hub/owner/name', mirror)).toEqual(whole);
	expect(read('school.example/hub/owner/name/tree/v1', mirror)).toEqual({
		...whole,
		revision: 'v1'
	});
});

test('an owner with a dot is no host where a page follows', () => {
	expect(read('owner.x/name/tree/main')).toEqual({
		...whole,
		repository: 'owner.x/name',
		revision: 'main'
	});
});

test('what names no model is refused', () => {
	for (const text of [
		'',
		'name',
		'two words',
		'a/b/c/d',
		'ftp://huggingface.co/owner/name',
		'https://me:secret@huggingface.co/owner/name',
		'https://huggingface.co/datasets/owner/name',
		'https://huggingface.co/spaces/owner/name/tree/main',
		'https://huggingface.co/docs/hub',
		'https://huggingface.co/owner',
		'https://'
	]) {
		expect(read(text), text).toBeNull();
	}
});

test('whatever is typed, reading it never throws', () => {
	const piece = fc.constantFrom(
		'%',
		'%2F',
		'/',
		'@',
		'://',
		'a',
		'tree',
		'refs',
		'?',
		'#',
		'.',
		':',
		'['
	);
	fc.assert(fc.property(fc.array(piece), (pieces) => void read(pieces.join(''))));
	fc.assert(fc.property(fc.string(), (text) => void read(text)));
});
