import { expect, test } from 'vitest';
import type { LinkModel } from '#core/link/link-schema.ts';
import { repositoryOf } from './link-model.ts';

const REVISION = 'a'.repeat(40);

const from = (url: string, revision: string | null) =>
	repositoryOf({ source: { url, revision } } as LinkModel);

test('a link names its repository, whichever hub or mirror its model came from', () => {
	const named = { name: 'owner/model', revision: REVISION };
	for (const hub of [
		'https://huggingface.co',
		'https://mirror.example',
		'https://mirror.example/hub/files',
		'http://127.0.0.1:8080'
	]) {
		expect(from(`${hub}/owner/model`, REVISION), hub).toEqual(named);
	}
	expect(from('https://huggingface.co/owner/model', null)).toEqual({ ...named, revision: null });
	expect(repositoryOf({ source: null } as LinkModel)).toBeNull();
});
