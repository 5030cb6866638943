import { expect, test } from 'vitest';
import { corpusDocument } from '#core/sprout-world/corpus.ts';
import type { CorpusSearch, SearchReport } from '#protocol/corpus-api.ts';
import { CorpusService } from './corpus-service.ts';

const TOTAL = 4000;
const never = new AbortController().signal;
const quiet = () => undefined;

async function findAll(service: CorpusService, search: CorpusSearch): Promise<readonly number[]> {
	return (await service.search(search, never, quiet)).found;
}

function textsWith(needle: string): number[] {
	return [...Array(TOTAL).keys()].filter((n) => corpusDocument(n).text.includes(needle));
}

test('a search reports what it finds while the corpus is read, and all of it at the end', async () => {
	const reports: SearchReport[] = [];
	const last = await new CorpusService(TOTAL).search(
		{ query: '"is known for its"', kinds: null },
		never,
		(report) => reports.push(report)
	);
	expect(last.found).toEqual(textsWith('is known for its'));
	const reported = reports.flatMap((report) => report.found);
	expect(reported).toEqual(last.found.slice(0, reported.length));
	expect(reported.length).toBeGreaterThan(0);
	expect(last).toMatchObject({ readDocuments: TOTAL, totalDocuments: TOTAL });
});

test('a search can be kept to kinds of documents, and to passages of several sentences', async () => {
	const service = new CorpusService(TOTAL);
	expect(await findAll(service, { query: 'honey', kinds: ['facts'] })).toEqual(
		textsWith('honey').filter((number) => corpusDocument(number).kind === 'facts')
	);
	const { text } = corpusDocument(0);
	const passage = text.split('. ').slice(0, 2).join('. ');
	const copies = await findAll(service, { query: `"${passage}"`, kinds: null });
	expect(copies).toEqual(textsWith(passage));
	expect(copies).toContain(0);
});

test('what was cancelled continues where it stopped with the next question', async () => {
	const service = new CorpusService(TOTAL);
	const controller = new AbortController();
	const search = service.search({ query: 'kite', kinds: null }, controller.signal, quiet);
	controller.abort();
	await expect(search).rejects.toMatchObject({ code: 'aborted' });
	const { documents } = await service.size();
	expect(documents).toBeGreaterThan(0);
	expect(documents).toBeLessThan(TOTAL);
	expect(await findAll(service, { query: 'kite', kinds: null })).toEqual(textsWith(' kite'));
});

test('questions asked at the same time are all answered', async () => {
	const service = new CorpusService(TOTAL);
	const sentence = corpusDocument(0).text.split('. ')[0] as string;
	const [looked, near, searched] = await Promise.all([
		service.lookUp([`${sentence}.`, 'Mia has a red zebra.'], never, quiet),
		service.nearest('Mia has a red zebra.', 3, never, quiet),
		findAll(service, { query: 'kite', kinds: null })
	]);
	expect(looked.answers[0]?.exact).toBeGreaterThan(0);
	expect(looked.answers[0]?.example?.text).toBe(`${sentence}.`);
	expect(looked.answers[1]).toMatchObject({ exact: 0, alike: 0, example: null });
	expect(looked.copied).toMatchObject({ from: 0, length: 1 });
	expect(near).toHaveLength(3);
	for (const { text, document } of near) expect(corpusDocument(document).text).toContain(text);
	expect(searched).toEqual(textsWith(' kite'));
});
