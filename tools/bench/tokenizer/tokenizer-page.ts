/** Splits a text with a tokenizer from elsewhere, in the app's own worker, and looks how long the page stands still. */
import { TokenizerClient } from '#client/tokenizer-client.ts';

export interface SplitTime {
	/** From the question to the tokens: fetched, read, and one sentence split. */
	readonly firstMs: number;
	/** The same sentence again. */
	readonly againMs: number;
	/** The longest that the page could not answer meanwhile. */
	readonly longestTaskMs: number;
	readonly vocabularySize: number;
	readonly tokens: number;
}

const SENTENCE = ['The library of Alexandria was one of the largest of the ancient world.'];
const TICK_MS = 4;

function watchPage(): () => number {
	let last = performance.now();
	let longest = 0;
	const timer = setInterval(() => {
		const now = performance.now();
		longest = Math.max(longest, now - last - TICK_MS);
		last = now;
	}, TICK_MS);
	return () => {
		clearInterval(timer);
		return longest;
	};
}

const client = new TokenizerClient();

/** @param folderUrl where `tokenizer.json` lies, with a slash behind it */
async function split(folderUrl: string): Promise<SplitTime> {
	const ask = () => client.split({ kind: 'url', folderUrl }, SENTENCE, true);
	const stop = watchPage();
	const startedMs = performance.now();
	const { vocabularySize, tokens } = await ask();
	const readMs = performance.now();
	const longestTaskMs = stop();
	await ask();
	return {
		firstMs: readMs - startedMs,
		againMs: performance.now() - readMs,
		longestTaskMs,
		vocabularySize,
		tokens: tokens[0]?.length ?? 0
	};
}

const bench = { split };

declare global {
	var benchTokenizer: typeof bench;
}

globalThis.benchTokenizer = bench;
