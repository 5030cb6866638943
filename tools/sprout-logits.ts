/**
 * Runs the built-in model in Node on the CPU backend and writes down the digests of its logits. The
 * same numbers must come out of every browser: `tests/browser/same-bits.test.ts` asks one. Run it
 * after an export:
 *
 *     npx tsx tools/sprout-logits.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sprout } from '#catalog/sprout.ts';
import type { CatalogPrecision } from '#catalog/model.ts';
import { LogitsDigest } from '#core/digest/logits-digest.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { EngineSession, Prefill } from '#engines/engine.ts';
import { writingSession } from '#engines/writing-session.ts';

const MODEL_FOLDER = new URL('../public/models/sprout/', import.meta.url);
const FIXTURE = new URL('../tests/fixtures/sprout-logits.json', import.meta.url);
/** Where Node finds the runtime that browsers get. */
export const RUNTIME_URL = `${pathToFileURL(dirname(createRequire(import.meta.url).resolve('onnxruntime-web'))).href}/`;

const PROMPT = 'Mia is in the garden.';
const STEPS = 16;
/** Two chunks of a prompt, and what is left. */
const LONG_PROMPT = 75;

export interface LogitsFixture {
	/** Of the weights: tells an old fixture from broken numerics. */
	readonly weightsDigest: string;
	readonly promptTokenIds: readonly number[];
	/** Fed one by one after the prompt. */
	readonly tokenIds: readonly number[];
	readonly logitsDigest: string;
	/** The same after a longer prompt that was read in chunks. */
	readonly longPromptTokenIds: readonly number[];
	readonly chunkedDigest: string;
}

/** A session in Node, with the very build that browsers run. */
export async function openSprout(
	{ files, weightsFile }: CatalogPrecision,
	folder = MODEL_FOLDER
): Promise<EngineSession> {
	const session = await new OnnxEngine().load(
		files.map(({ name }) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, folder))) })),
		{ backend: 'wasm', weightsFile, runtimeUrl: RUNTIME_URL },
		new AbortController().signal
	);
	return writingSession(session);
}

/** @returns the digest over the logits after the prompt, and after each further token */
async function readLogits(
	session: EngineSession,
	{ promptTokenIds, tokenIds }: Pick<LogitsFixture, 'promptTokenIds' | 'tokenIds'>,
	prefill: Prefill
): Promise<string> {
	const { signal } = new AbortController();
	const digest = new LogitsDigest();
	session.reset(prefill);
	digest.add(await session.step(promptTokenIds, signal));
	for (const id of tokenIds) digest.add(await session.step([id], signal));
	return digest.finish();
}

export async function measureSprout(
	precision: CatalogPrecision,
	folder = MODEL_FOLDER
): Promise<LogitsFixture> {
	const session = await openSprout(precision, folder);
	const promptTokenIds = session.tokenizer.encode(PROMPT, true);
	const tokenIds = Array.from({ length: STEPS }, (_, i) => 5 + ((i * 37) % 500));
	const longPromptTokenIds = Array.from({ length: LONG_PROMPT }, (_, i) => 5 + ((i * 53) % 700));
	const logitsDigest = await readLogits(session, { promptTokenIds, tokenIds }, 'token-by-token');
	const chunkedDigest = await readLogits(
		session,
		{ promptTokenIds: longPromptTokenIds, tokenIds },
		'chunks-of-32'
	);
	await session.dispose();
	const weights = precision.files.find(({ name }) => name === precision.weightsFile);
	return {
		weightsDigest: weights?.digest ?? '',
		promptTokenIds,
		tokenIds,
		logitsDigest,
		longPromptTokenIds,
		chunkedDigest
	};
}

async function main(): Promise<void> {
	const fixtures: Record<string, LogitsFixture> = {};
	for (const precision of sprout.precisions) {
		fixtures[precision.id] = await measureSprout(precision);
	}
	writeFileSync(FIXTURE, `${JSON.stringify(fixtures, null, '\t')}\n`);
	console.log(
		Object.entries(fixtures)
			.map(([id, { logitsDigest }]) => `${id} ${logitsDigest}`)
			.join('\n')
	);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
