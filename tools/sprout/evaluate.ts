/**
 * Measures the published weights against the bars, through the runtime the app uses:
 * `npx tsx tools/sprout/evaluate.ts [--precision int8|q4|f32] [--documents 1000] [--stories 200] [--folder DIR]`.
 * Prints a table and, for the default precision, writes evaluation.json beside this file.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { RunSampler } from '#core/sampling/sampler.ts';
import { readDocument } from '#core/sprout-world/world.ts';
import { END_OF_TEXT, EvaluatedModel, PRECISIONS, type Precision } from './evaluate-model.ts';
import { buildProbes, type Probe, type Probes } from './world/probes.ts';
import { scoredDocumentAt } from './world/probability.ts';

const ROWS_PER_PASS = 16;
const TEMPERATURE = 0.8;

interface Row {
	readonly what: string;
	readonly measured: number;
	readonly bar: string;
	readonly isMet: boolean | null;
	readonly note: string;
}

function logSumExp(logits: Float32Array): number {
	let largest = -Infinity;
	for (const logit of logits) largest = Math.max(largest, logit);
	let sum = 0;
	for (const logit of logits) sum += Math.exp(logit - largest);
	return largest + Math.log(sum);
}

function argmax(logits: Float32Array): number {
	let best = 0;
	for (let id = 1; id < logits.length; id++) {
		if ((logits[id] as number) > (logits[best] as number)) best = id;
	}
	return best;
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
		items.slice(n * size, (n + 1) * size)
	);
}

/** Nats per token on documents never trained on, beside what the grammar itself would need. */
async function measureLoss(model: EvaluatedModel, count: number) {
	const documents = Array.from({ length: count }, (_, index) => scoredDocumentAt(index, 'test'))
		.map(({ text, logProbability }) => ({ ids: model.encode(text), logProbability }))
		.filter(({ ids }) => ids.length < model.contextLength)
		.sort((a, b) => a.ids.length - b.ids.length);
	let nats = 0;
	let entropy = 0;
	let tokens = 0;
	for (const group of chunks(documents, ROWS_PER_PASS)) {
		const rows = await model.forward(group.map(({ ids }) => [END_OF_TEXT, ...ids]));
		group.forEach(({ ids, logProbability }, index) => {
			[...ids, END_OF_TEXT].forEach((target, position) => {
				const logits = rows[index]?.at(position) as Float32Array;
				nats += logSumExp(logits) - (logits[target] as number);
				tokens++;
			});
			entropy -= logProbability;
		});
	}
	return { nats: nats / tokens, entropy: entropy / tokens };
}

/** Share of probes whose whole answer is what greedy decoding gives: each token the most likely one. */
async function shareRight(model: EvaluatedModel, probes: readonly Probe[]): Promise<number> {
	let right = 0;
	for (const group of chunks(probes, ROWS_PER_PASS)) {
		const prompts = group.map(({ prompt }) => model.encode(prompt).length);
		const whole = group.map(({ prompt, answer }) => model.encode(prompt + answer));
		const rows = await model.forward(whole);
		whole.forEach((ids, index) => {
			const answer = ids.slice(prompts[index]);
			const isRight = answer.every(
				(id, offset) =>
					argmax(rows[index]?.at((prompts[index] as number) + offset - 1) as Float32Array) === id
			);
			if (isRight) right++;
		});
	}
	return (100 * right) / probes.length;
}

/** Percentage of " she" among the pronouns, by occupation, averaged over the sayings. */
async function measureBias(model: EvaluatedModel, probes: Probes['bias']) {
	const [she, he] = [' she', ' he'].map((word) => model.encode(`x${word}`).at(-1) as number);
	const sums = new Map<string, { documented: number; total: number; count: number }>();
	for (const probe of probes) {
		const ids = model.encode(probe.prompt);
		const logits = (await model.forward([ids]))[0]?.at(ids.length - 1) as Float32Array;
		const odds = Math.exp((logits[she as number] as number) - (logits[he as number] as number));
		const entry = sums.get(probe.occupation) ?? {
			documented: probe.shePercent,
			total: 0,
			count: 0
		};
		sums.set(probe.occupation, entry);
		entry.total += (100 * odds) / (1 + odds);
		entry.count++;
	}
	return [...sums].map(([occupation, { documented, total, count }]) => ({
		occupation,
		documented,
		measured: Math.round((10 * total) / count) / 10
	}));
}

async function sampleStory(model: EvaluatedModel, prompt: string, seed: number): Promise<string> {
	const promptTokenIds = model.encode(prompt);
	const settings = {
		temperature: TEMPERATURE,
		top_k: 0,
		top_p: 1,
		min_p: 0,
		repetition_penalty: 1,
		presence_penalty: 0,
		frequency_penalty: 0,
		logit_bias: {}
	};
	const sampler = new RunSampler({ settings, seed: BigInt(seed), promptTokenIds });
	const said: number[] = [];
	model.reset();
	let logits = await model.step(promptTokenIds);
	while (promptTokenIds.length + said.length < model.contextLength) {
		const { tokenId } = sampler.draw(logits);
		if (tokenId === END_OF_TEXT) break;
		sampler.accept(tokenId);
		said.push(tokenId);
		logits = await model.step([tokenId]);
	}
	return model.decode([...promptTokenIds, ...said]);
}

async function measureStories(model: EvaluatedModel, prompts: readonly string[], count: number) {
	let readable = 0;
	let tokens = 0;
	const unreadable: string[] = [];
	const began = performance.now();
	for (let story = 0; story < count; story++) {
		const text = await sampleStory(model, prompts[story % prompts.length] as string, story);
		tokens += model.encode(text).length;
		if (readDocument(text).readings.length > 0) readable++;
		else unreadable.push(text);
	}
	const tokensPerSecond = (1000 * tokens) / (performance.now() - began);
	return { percent: (100 * readable) / count, tokensPerSecond, unreadable };
}

const atLeast = (what: string, measured: number, bar: number, note: string): Row => ({
	what,
	measured,
	bar: `at least ${bar}`,
	isMet: measured >= bar,
	note
});
const atMost = (what: string, measured: number, bar: number, note: string): Row => ({
	what,
	measured,
	bar: `at most ${bar}`,
	isMet: measured <= bar,
	note
});
const noted = (what: string, measured: number, note: string): Row => ({
	what,
	measured,
	bar: '',
	isMet: null,
	note
});

async function evaluate(model: EvaluatedModel, documentCount: number, storyCount: number) {
	const probes = buildProbes();
	const { nats, entropy } = await measureLoss(model, documentCount);
	const unseen = probes.sums.filter((probe) => probe.isHeldOut);
	const seen = probes.sums.filter((probe) => !probe.isHeldOut);
	const bias = await measureBias(model, probes.bias);
	const worst = Math.max(
		...bias.map(({ documented, measured }) => Math.abs(documented - measured))
	);
	const stories = await measureStories(model, probes.stories, storyCount);
	const recallIn = (form: string) => probes.recall.filter((probe) => probe.form === form);
	const perToken = `${nats.toFixed(4)} nats per token, the grammar itself ${entropy.toFixed(4)}`;
	const table: Row[] = [
		atMost('loss above the entropy rate, %', 100 * (nats / entropy - 1), 5, perToken),
		atLeast(
			'recall, unseen combinations, %',
			await shareRight(model, probes.recall),
			95,
			`${probes.recall.length} probes`
		),
		noted('  as a sentence to complete, %', await shareRight(model, recallIn('cloze')), ''),
		noted(
			'  as a question, told by the system, %',
			await shareRight(model, recallIn('system')),
			''
		),
		noted('  as a question, told by the user, %', await shareRight(model, recallIn('user')), ''),
		atLeast('facts, %', await shareRight(model, probes.facts), 98, `${probes.facts.length} probes`),
		atLeast(
			'sums held out of training, %',
			await shareRight(model, unseen),
			80,
			`${unseen.length} probes`
		),
		noted('sums seen in training, %', await shareRight(model, seen), `${seen.length} probes`),
		atMost(
			'bias, largest distance from the documented skew, points',
			worst,
			5,
			`${bias.length} occupations`
		),
		atLeast(
			'stories that follow the grammar, %',
			stories.percent,
			95,
			`${storyCount} at temperature ${TEMPERATURE}`
		),
		noted('speed while sampling, tokens per second', stories.tokensPerSecond, 'one thread')
	];
	return { table, bias, unreadable: stories.unreadable };
}

function printTable(table: readonly Row[]): void {
	for (const { what, measured, bar, isMet, note } of table) {
		const verdict = isMet === null ? '' : isMet ? 'yes' : 'NO';
		console.log(
			`${what.padEnd(58)}${measured.toFixed(1).padStart(7)}  ${bar.padEnd(12)} ${verdict.padEnd(4)} ${note}`
		);
	}
}

const { values } = parseArgs({
	options: {
		precision: { type: 'string', default: 'int8' },
		documents: { type: 'string', default: '1000' },
		stories: { type: 'string', default: '200' },
		folder: { type: 'string' },
		show: { type: 'boolean', default: false }
	}
});
if (!Object.hasOwn(PRECISIONS, values.precision))
	throw new Error(`No precision ${values.precision}`);
const precision = values.precision as Precision;
const folder =
	values.folder === undefined
		? new URL('../../public/models/sprout/', import.meta.url)
		: pathToFileURL(`${values.folder}/`);
const model = await EvaluatedModel.load(folder, precision);
const { table, bias, unreadable } = await evaluate(
	model,
	Number(values.documents),
	Number(values.stories)
);
console.log(`Sprout, ${precision}`);
printTable(table);
if (values.show)
	console.log([...bias.map((entry) => JSON.stringify(entry)), ...unreadable].join('\n'));
if (precision === 'int8' && values.folder === undefined) {
	const rounded = table.map((row) => ({ ...row, measured: Math.round(row.measured * 100) / 100 }));
	const file = new URL('evaluation.json', import.meta.url);
	writeFileSync(file, `${JSON.stringify({ precision, table: rounded, bias }, null, '\t')}\n`);
}
