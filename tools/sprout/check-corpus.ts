/**
 * Reads the whole corpus as the app does: holds it against what training read, and measures.
 *
 *     npx tsx tools/sprout/check-corpus.ts
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CorpusIndex } from '#core/corpus-index/corpus-index.ts';
import { DocumentSearch } from '#core/corpus-index/document-search.ts';
import { lookUp } from '#core/corpus-index/look-up.ts';
import { nearestSentences } from '#core/corpus-index/nearest.ts';
import { parseQuery } from '#core/corpus-index/query.ts';
import { CORPUS, CORPUS_SIZE, corpusDocument } from '#core/sprout-world/corpus.ts';
import { documentAt } from '#core/sprout-world/world.ts';

interface Trained {
	readonly streams: Readonly<Record<string, { readonly all: string }>>;
	readonly sentences: { readonly all: number; readonly different: number };
}

const trained = JSON.parse(
	readFileSync(new URL('../../tests/fixtures/sprout-corpus.json', import.meta.url), 'utf8')
) as Trained;

function timed<T>(what: string, work: () => T): T {
	const before = process.cpuUsage();
	const result = work();
	// Processor time: others may be using the machine, too.
	const { user, system } = process.cpuUsage(before);
	console.log(`${what}: ${((user + system) / 1e6).toFixed(3)} s of processor time`);
	return result;
}

function check(what: string, found: unknown, expected: unknown): void {
	const isSame = found === expected;
	console.log(`${isSame ? 'ok' : 'NOT OK'}  ${what}: ${String(found)}`);
	if (!isSame) process.exitCode = 1;
}

for (const { stream, count } of CORPUS) {
	const hash = createHash('sha256');
	timed(`${stream}: ${count} documents written`, () => {
		for (let index = 0; index < count; index++) hash.update(`${documentAt(index, stream).text}\n`);
	});
	check(`${stream}, SHA-256`, hash.digest('hex'), trained.streams[stream]?.all);
}

const bytesBefore = process.memoryUsage().arrayBuffers;
const index = new CorpusIndex({
	documents: CORPUS_SIZE,
	sentences: 1_600_000,
	occurrences: 7_600_000
});
timed(`${CORPUS_SIZE} documents written and indexed`, () => {
	for (let number = 0; number < CORPUS_SIZE; number++) index.add(corpusDocument(number).text, 0);
});
const megabytes = (process.memoryUsage().arrayBuffers - bytesBefore) / 1e6;
console.log(`index: ${megabytes.toFixed(0)} MB`);
check('sentences', index.occurrences.length, trained.sentences.all);
// Fewer would mean that two different ones have the same hash.
check('different sentences', index.sentences.size, trained.sentences.different);

for (const query of ['kite red', '"Mia has a red kite."', 'the', 'zebra']) {
	const found = timed(`search for ${query}`, () =>
		new DocumentSearch(index, parseQuery(query)).next()
	);
	console.log(`  ${found.length} documents`);
}
for (const sentence of ['Mia has a red kite.', 'Mia has a red zebra.', 'So Mia gave the']) {
	timed(`look up "${sentence}"`, () => lookUp(index, sentence));
	timed(`nearest to "${sentence}"`, () =>
		nearestSentences(index.sentences, index.sentences.numbersOf(sentence), 5)
	);
}
