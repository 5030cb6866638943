import { describe, expect, test } from 'vitest';
import {
	GOLDEN_TASKS,
	goldenItems,
	goldenSamples,
	goldenScoring,
	goldenText,
	kindOf
} from '../../../tests/fixtures/evaluation/read-goldens.ts';
import { readFrozenRequests } from './frozen-requests.ts';
import { LINE_LIMITS, readLines } from './read-lines.ts';
import { itemHashes } from './requests.ts';

/** In pieces of some bytes, so that characters are cut. */
async function* piecesOf(text: string, size = 1000): AsyncGenerator<Uint8Array> {
	const bytes = new TextEncoder().encode(text);
	for (let at = 0; at < bytes.length; at += size) {
		yield await Promise.resolve(bytes.slice(at, at + size));
	}
}

const read = (text: string) => readFrozenRequests(readLines(piecesOf(text)));

const PLAIN = GOLDEN_TASKS.filter((task) => kindOf(task) === 'plain');

test.each(PLAIN)('%s, frozen, asks what the harness asked and has its hashes', async (task) => {
	const { scoring, items } = await read(goldenText(`frozen_${task}.jsonl`));
	const [first] = goldenScoring(task).filters;
	expect(items.map(({ asked }) => asked)).toEqual(
		goldenItems(task, first?.name).map(({ item }) => item.asked)
	);
	expect(items.map(itemHashes)).toEqual(
		goldenSamples(task)
			.filter(({ filter }) => filter === first?.name)
			.map(({ hashes }) => hashes)
	);
	expect(scoring.metrics).toEqual(goldenScoring(task).metrics);
});

describe('refuses, with line and field,', () => {
	const [HEAD = '', LINE = ''] = goldenText('frozen_mc_0.jsonl').split('\n');
	const line = (changes: Readonly<Record<string, unknown>>) =>
		`${HEAD}\n${JSON.stringify({ ...(JSON.parse(LINE) as object), ...changes })}`;

	test.each([
		['an empty file', '', /^file: expected a document/],
		['a file without documents', HEAD, /^file: expected a document/],
		['a first line of another kind', LINE, /^line 1: format: expected frozen-requests-1/],
		[
			'the same document twice',
			`${HEAD}\n${LINE}\n${LINE}`,
			/^line 3: doc_id: expected one that no/
		],
		['another prompt', line({ prompt_hash: 'x' }), /^line 2: prompt_hash: expected the hash/],
		['no choices', line({ choices: [], requests: [] }), /^line 2: choices: expected at least one/],
		[
			'requests that are too few',
			line({ choices: ['a'] }),
			/^line 2: requests: expected 2 requests/
		],
		['a right choice that is no index', line({ gold: 'red' }), /^line 2: gold: expected the index/],
		['what is cut short', `${HEAD}\n${LINE.slice(0, 100)}`, /^line 2: expected JSON/]
	])('%s', async (_what, text, message) => {
		await expect(read(text)).rejects.toThrow(message);
	});
});

test('a file or a line that is too large is refused before it is in memory', async () => {
	let sent = 0;
	async function* endless() {
		for (;;) {
			sent += 1_000_000;
			yield await Promise.resolve(new Uint8Array(1_000_000).fill(10));
		}
	}
	const all = async (pieces: AsyncIterable<Uint8Array>, limits = LINE_LIMITS) => {
		for await (const { text } of readLines(pieces, limits)) expect(text).toBe('never');
	};
	await expect(all(endless(), { ...LINE_LIMITS, file: 5_000_000 })).rejects.toMatchObject({
		code: 'evaluation-too-large',
		details: { limitBytes: 5_000_000 }
	});
	expect(sent).toBe(6_000_000);
	await expect(all(piecesOf('x'.repeat(5000)), { ...LINE_LIMITS, line: 2000 })).rejects.toThrow(
		/larger than/
	);
});

test('bytes that are no UTF-8 are refused with their line', async () => {
	async function* bad() {
		yield await Promise.resolve(new Uint8Array([10, 10, 0xff]));
	}
	await expect(readFrozenRequests(readLines(bad()))).rejects.toThrow(/expected text in UTF-8/);
});
