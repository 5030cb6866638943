import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CORPUS, CORPUS_SIZE } from './corpus.ts';
import { documentAt } from './world.ts';

/** What Python decoded from the token ids that training read: tools/sprout/corpus_fixture.py. */
interface Trained {
	readonly count: number;
	readonly first: { readonly count: number; readonly sha256: string };
	readonly samples: Readonly<Record<string, string>>;
	readonly texts: Readonly<Record<string, string>>;
}

const trained = JSON.parse(
	readFileSync(new URL('../../../tests/fixtures/sprout-corpus.json', import.meta.url), 'utf8')
) as { readonly streams: Record<string, Trained> };

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

test('the corpus has as many documents as training read', () => {
	expect(CORPUS.map(({ stream, count }) => [stream, count])).toEqual(
		Object.entries(trained.streams).map(([stream, { count }]) => [stream, count])
	);
	expect(CORPUS_SIZE).toBe(750_000);
});

test.each(CORPUS)(
	'documents of $stream over its whole range are those that training read, byte for byte',
	({ stream }) => {
		const { samples, texts } = trained.streams[stream] as Trained;
		expect(Object.keys(samples)).toHaveLength(200);
		for (const [index, digest] of Object.entries(samples)) {
			expect(sha256(documentAt(Number(index), stream).text), index).toBe(digest);
		}
		for (const [index, text] of Object.entries(texts)) {
			expect(documentAt(Number(index), stream).text).toBe(text);
		}
	}
);

test.each(CORPUS)(
	'the first thousands of documents of $stream are those that training read',
	({ stream }) => {
		const { first } = trained.streams[stream] as Trained;
		const hash = createHash('sha256');
		for (let index = 0; index < first.count; index++)
			hash.update(`${documentAt(index, stream).text}\n`);
		expect(hash.digest('hex')).toBe(first.sha256);
	}
);
