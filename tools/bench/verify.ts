/**
 * How large numeric noise is, and which lies the verifier catches, on the built-in model:
 *
 *     npm run bench:verify -- [--runs 200] [--tokens 300] [--gpu-runs 10] [--write]
 *
 * `--write` puts the tables into docs/verification.md. Takes about 15 minutes at full size;
 * `--runs 10 --tokens 60 --gpu-runs 0` shows that it works.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sprout } from '#catalog/sprout.ts';
import { claimOfRun, type Claim } from '#core/verification/claim.ts';
import { preparePrompt } from '#worker/prepare-request.ts';
import type { VerifyResult } from '#protocol/worker-api.ts';
import { verifyClaim, type LoadedSession } from '#worker/verify-claim.ts';
import { writeOutput } from '../../cli/make-run.ts';
import { openModel } from '../../cli/open-model.ts';
import { SPROUT_FOLDER, sproutFileNames, type SproutPrecision } from '../../cli/sprout-folder.ts';
import { honestRequest } from './verify/honest-requests.ts';
import { measureAcrossBackends } from './verify/cross-backend.ts';
import {
	otherPrompt,
	otherSeed,
	otherTemperature,
	otherWeights,
	swappedToken,
	withoutTrace
} from './verify/lies.ts';
import { auc, largest, share, suspicion } from './verify/scores.ts';

const LENGTHS = [25, 50, 100, 200, 300] as const;
const PAGE = new URL('../../docs/verification.md', import.meta.url);

const { values } = parseArgs({
	options: {
		runs: { type: 'string', default: '200' },
		tokens: { type: 'string', default: '300' },
		'gpu-runs': { type: 'string', default: '10' },
		write: { type: 'boolean', default: false }
	}
});
const runCount = Number(values.runs);
const tokenCount = Number(values.tokens);

interface Made {
	readonly claims: readonly Claim[];
	readonly generateMs: number;
}

/** Of processor time: other programs on the machine do not count. */
function processorMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

const models = new Map<SproutPrecision, LoadedSession>();

async function modelOf(precision: SproutPrecision): Promise<LoadedSession> {
	const known =
		models.get(precision) ?? (await openModel(SPROUT_FOLDER, sproutFileNames(precision)));
	models.set(precision, known);
	return known;
}

async function make(precision: SproutPrecision, count: number): Promise<Made> {
	const model = await modelOf(precision);
	const { digest, session } = model;
	const { name, family, format, source, license } = sprout;
	const named = { name, family, format, source, license, quantization: precision };
	const claimed = { ...named, digest, resources: [...model.resources] };
	const claims: Claim[] = [];
	const startedMs = processorMs();
	for (let i = 0; i < count; i++) {
		const written = await writeOutput(model, honestRequest(i, tokenCount));
		claims.push(claimOfRun({ ...written, model: claimed, engine: session.engine }));
	}
	return { claims, generateMs: processorMs() - startedMs };
}

async function verifyAll(
	precision: SproutPrecision,
	claims: readonly Claim[]
): Promise<{ results: VerifyResult[]; verifyMs: number }> {
	const model = await modelOf(precision);
	const { signal } = new AbortController();
	const startedMs = processorMs();
	const results: VerifyResult[] = [];
	for (const claim of claims) {
		results.push(await verifyClaim(model, { claim, exact: false }, signal, () => undefined));
	}
	return { results, verifyMs: processorMs() - startedMs };
}

function noiseRow(name: string, results: readonly VerifyResult[]): string {
	const tokens = results.flatMap((result) => result.tokens);
	const logprobs = tokens.map(({ logprobDifference }) => Math.abs(logprobDifference ?? 0));
	const margins = tokens.map(({ marginDifference }) => Math.abs(marginDifference ?? 0));
	const shortfalls = tokens.map(({ shortfall }) => shortfall);
	const alarms = results.filter(({ verdict }) => verdict.verdict === 'diverged').length;
	for (const { verdict } of results) if (verdict.verdict === 'diverged') console.log(verdict);
	const other = tokens.filter(({ id, drawId }) => id !== drawId).length;
	return (
		`| ${name} | ${results.length} | ${tokens.length} | ${largest(logprobs).toExponential(1)} ` +
		`| ${largest(margins).toExponential(1)} | ${other} | ${largest(shortfalls).toExponential(1)} | ${alarms} |`
	);
}

function detectionRow(
	name: string,
	honest: readonly VerifyResult[],
	lies: readonly VerifyResult[]
): string {
	const scores = (results: readonly VerifyResult[], length: number) =>
		results.map(({ tokens }) => suspicion(tokens, length));
	const cells = LENGTHS.map((length) => {
		if (length > tokenCount) return '';
		return auc(scores(honest, length), scores(lies, length)).toFixed(4);
	});
	const caught = share(lies.map(({ verdict }) => verdict.verdict === 'diverged'));
	return `| ${name} | ${lies.length} | ${cells.join(' | ')} | ${(100 * caught).toFixed(1)} % |`;
}

async function liesAbout(claims: readonly Claim[]): Promise<readonly [string, Claim[]][]> {
	const { session } = await modelOf('int8');
	const { vocabularySize } = session.tokenizer;
	const promptOf = (claim: Claim): number[] => {
		const { request } = otherPrompt(claim, []);
		const prompt =
			request.mode === 'chat'
				? ({ mode: 'chat', messages: request.messages } as const)
				: ({ mode: 'completion', prompt: request.prompt ?? '' } as const);
		return preparePrompt(prompt, session.tokenizer).tokenIds;
	};
	return [
		['another seed', claims.map(otherSeed)],
		['temperature off by 0.1', claims.map(otherTemperature)],
		[
			'one swapped token',
			claims.map((claim, i) => swappedToken(claim, (i * 37) % tokenCount, vocabularySize))
		],
		['another prompt', claims.map((claim) => otherPrompt(claim, promptOf(claim)))]
	];
}

interface DetectionRows {
	readonly withNumbers: string[];
	readonly tokensAlone: string[];
}

/** What the same verification shows of a link. No token of an honest run is judged otherwise. */
function bare(results: readonly VerifyResult[]): VerifyResult[] {
	return results.map((result) => ({
		...result,
		tokens: result.tokens.map((token) => ({
			...token,
			logprobDifference: null,
			marginDifference: null
		}))
	}));
}

/** Each lie twice: with the numbers of a run file, and as bare tokens. */
async function detection(int8: Made, honest: readonly VerifyResult[]): Promise<DetectionRows> {
	const rows: DetectionRows = { withNumbers: [], tokensAlone: [] };
	const model = int8.claims[0]?.model;
	if (model === undefined) return rows;
	const add = async (
		name: string,
		precision: SproutPrecision,
		honestOnes: readonly VerifyResult[],
		lies: readonly Claim[]
	): Promise<void> => {
		const { results } = await verifyAll(precision, lies);
		const { results: bareLies } = await verifyAll(precision, lies.map(withoutTrace));
		rows.withNumbers.push(detectionRow(name, honestOnes, results));
		rows.tokensAlone.push(detectionRow(name, bare(honestOnes), bareLies));
		console.log(rows.withNumbers.at(-1));
		console.log(rows.tokensAlone.at(-1));
	};

	const q4 = await make('q4', runCount);
	const coarser = q4.claims.map((claim) => otherWeights(claim, model));
	await add('q4 claimed as int8', 'int8', honest, coarser);

	const fp32 = await make('fp32', Math.min(runCount, 20));
	const fp32Model = fp32.claims[0]?.model ?? model;
	const { results: honestFp32 } = await verifyAll('fp32', fp32.claims);
	const finer = int8.claims.map((claim) => otherWeights(claim, fp32Model));
	await add('int8 claimed as fp32', 'fp32', honestFp32, finer);

	for (const [name, lies] of await liesAbout(int8.claims)) await add(name, 'int8', honest, lies);
	return rows;
}

function table(head: readonly string[], rows: readonly string[]): string {
	return [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows].join('\n');
}

const NOISE_HEAD = [
	'Run and verifier',
	'Runs',
	'Tokens',
	'Largest logprob difference',
	'Largest margin difference',
	'Tokens that are not the draw',
	'Largest shortfall',
	'False alarms'
];

function writePage(text: string): void {
	const page = readFileSync(PAGE, 'utf8');
	const [before = '', rest = ''] = page.split('<!-- detection -->');
	const after = rest.slice(rest.indexOf('<!-- /detection -->'));
	writeFileSync(PAGE, `${before}<!-- detection -->\n\n${text}\n\n${after}`);
}

const int8 = await make('int8', runCount);
const { results, verifyMs } = await verifyAll('int8', int8.claims);
const noise = [noiseRow('int8: wasm, verified in one pass on wasm', results)];
for (const precision of ['q4', 'fp32'] as const) {
	const { claims } = await make(precision, Math.min(runCount, 20));
	const verified = await verifyAll(precision, claims);
	noise.push(noiseRow(`${precision}: wasm, verified in one pass on wasm`, verified.results));
}
const gpuRuns = Number(values['gpu-runs']);
if (gpuRuns > 0) {
	for (const [name, crossed] of await measureAcrossBackends({ runs: gpuRuns, tokens: 60 })) {
		noise.push(noiseRow(name, crossed));
	}
}
const noiseTable = table(NOISE_HEAD, noise);
console.log(noiseTable);

const lieHead = ['Lie', 'Runs', ...LENGTHS.map((n) => `AUC at ${n} tokens`), 'Caught'];
const { withNumbers, tokensAlone } = await detection(int8, results);
const lieTables =
	`A run file, with the numbers that it records:\n\n${table(lieHead, withNumbers)}\n\n` +
	`The tokens alone, as in a run link:\n\n${table(lieHead, tokensAlone)}`;
console.log(`\n${lieTables}`);
const speed =
	`Verifying in one pass took ${(verifyMs / int8.generateMs).toFixed(2)} of the processor time of generating ` +
	`(int8, WASM, ${runCount} runs of ${tokenCount} tokens).`;
console.log(`\n${speed}`);
if (values.write) writePage(`${noiseTable}\n\n${lieTables}\n\n${speed}`);
for (const { session } of models.values()) await session.dispose();
