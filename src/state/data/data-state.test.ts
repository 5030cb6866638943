/** What the training data browser keeps, with the real corpus service over a part of the corpus. */
import { expect, test } from 'vitest';
import { corpusDocument, corpusKind } from '#core/sprout-world/corpus.ts';
import { CorpusService } from '#worker/corpus-service.ts';
import { DataState } from './data-state.svelte.ts';

const TOTAL = 3000;
const open = () => new DataState(new CorpusService(TOTAL), () => performance.now());

test('a search finds everything once, also when it was stopped and started again', async () => {
	const { search } = open();
	const expected = [...Array(TOTAL).keys()].filter((n) => corpusDocument(n).text.includes(' kite'));
	search.query = 'kite';
	const stopped = search.search();
	search.job.stop();
	await stopped;
	expect(search.job.status.kind).toBe('stopped');
	await search.search();
	expect(search.job.status.kind).toBe('done');
	expect(search.found).toEqual(expected);
});

test('what a search found is whole, also where its last reports come too late', async () => {
	class LateReports extends CorpusService {
		override search(...[search, signal]: Parameters<CorpusService['search']>) {
			return super.search(search, signal, () => undefined);
		}
	}
	const { search } = new DataState(new LateReports(TOTAL), () => performance.now());
	search.query = 'kite';
	await search.search();
	expect(search.found).toEqual(
		[...Array(TOTAL).keys()].filter((n) => corpusDocument(n).text.includes(' kite'))
	);
});

test('a newer search takes the place of an older one', async () => {
	const { search } = open();
	search.query = 'the';
	const older = search.search();
	search.query = '"Mount Karr"';
	await Promise.all([older, search.search()]);
	expect(search.asked?.query).toBe('"Mount Karr"');
	expect(search.found).toEqual(
		[...Array(TOTAL).keys()].filter((n) => corpusDocument(n).text.includes('Mount Karr'))
	);
});

test('an empty search forgets the one before', async () => {
	const { search } = open();
	search.query = 'kite';
	await search.search();
	search.query = '  ';
	await search.search();
	expect(search.asked).toBeNull();
	expect(search.found).toEqual([]);
	expect(search.job.status.kind).toBe('idle');
});

test('near sentences are looked for where a sentence is new, and only there', async () => {
	const { sentence } = open();
	const known = corpusDocument(0).text.split('. ')[0] as string;
	await sentence.askText(`${known}. Mia has a red zebra.`);
	expect(sentence.asked.map(({ answer }) => answer.exact > 0)).toEqual([true, false]);
	expect(sentence.asked[0]?.near).toBeNull();
	expect(sentence.asked[1]?.near).toHaveLength(5);
});

test('a document is opened by number, within the chosen kind and the corpus', () => {
	const { browse } = open();
	browse.open(Number.NaN);
	expect(browse.number).toBe(0);
	browse.open(1e12);
	expect(browse.number).toBe(749_999);
	expect(browse.beside(1)).toBeNull();
	browse.choose('facts');
	expect(corpusKind(browse.number)).toBe('facts');
	const before = browse.beside(-1) as number;
	browse.open(before);
	expect(browse.number).toBe(before);
});
