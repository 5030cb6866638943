/** Answers questions about a text; fetched with the first one. */
import { transfer } from 'comlink';
import { AppError } from '#core/errors.ts';
import { RUN_LIMITS } from '#core/run-file/schema.ts';
import { traceLogits } from '#core/sampling/trace.ts';
import type { EngineInternals, EngineSession, EngineTokenizer } from '#engines/engine.ts';
import type {
	Analyses,
	AnalysisKind,
	AnalysisProgress,
	LensCell,
	TextToken
} from '#protocol/analysis-api.ts';
import type { FillAnalyses } from '#protocol/fill-api.ts';
import { DecodeLoop } from '../decode-loop.ts';
import { prepareRequest } from '../prepare-request.ts';
import { TokenBatches } from '../token-batches.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { checkIds } from './check-ids.ts';
import { readRun } from './read-run.ts';
import { respell } from './respell.ts';
import { scoreTexts } from './score-texts.ts';

type Answer<K extends AnalysisKind> = (
	session: EngineSession,
	request: Analyses[K]['request'],
	signal: AbortSignal,
	onProgress: (progress: AnalysisProgress) => void
) => Promise<Analyses[K]['result']>;

function requireInternals({ internals }: EngineSession, what: string): EngineInternals {
	if (internals !== undefined) return internals;
	throw new AppError('internals-unavailable', `${what}: the model has no attention outputs`, {
		details: { what, reason: 'the model has no attention outputs' }
	});
}

function spell(tokenizer: EngineTokenizer, ids: readonly number[]): TextToken[] {
	return ids.map((id) => ({
		id,
		text: tokenizer.piece(id),
		special: tokenizer.specialTokenIds.has(id)
	}));
}

const attention: Answer<'attention'> = async (session, { tokenIds }, signal) => {
	const internals = requireInternals(session, 'attention');
	checkIds(session.tokenizer, tokenIds);
	const { layers, heads } = internals;
	const weights = await internals.attend(tokenIds, signal);
	const result = {
		tokens: spell(session.tokenizer, tokenIds),
		attention: { layers, heads, length: tokenIds.length, weights }
	};
	return transfer(
		result,
		weights.map(({ buffer }) => buffer)
	);
};

const lens: Answer<'lens'> = async (session, { tokenIds }, signal) => {
	const internals = requireInternals(session, 'lens');
	const { tokenizer } = session;
	checkIds(tokenizer, tokenIds);
	const cells: LensCell[][] = [];
	const onLogits = (layer: number, index: number, logits: Float32Array) => {
		const next = tokenIds[index + 1];
		const { logprob, rank, alternatives } = traceLogits(logits, next ?? 0, 1);
		const [top = { id: 0, logprob: NaN }] = alternatives;
		const cell: LensCell = {
			id: top.id,
			text: tokenizer.piece(top.id),
			logprob: top.logprob,
			next: next === undefined ? null : { logprob, rank }
		};
		(cells[layer] ??= [])[index] = cell;
	};
	await internals.lens(tokenIds, { onLogits }, signal);
	return { tokens: spell(tokenizer, tokenIds), cells };
};

/** Log-probability of the last token after those before it. */
async function lastLogprob(
	session: EngineSession,
	tokenIds: readonly number[],
	signal: AbortSignal
): Promise<number> {
	let logprob = NaN;
	const fed = tokenIds.slice(0, -1);
	const take = (logits: Float32Array) => {
		logprob = traceLogits(logits, tokenIds.at(-1) ?? 0, 0).logprob;
	};
	session.reset();
	if (session.forward === undefined) take(await session.step(fed, signal));
	else await session.forward(fed, { from: fed.length - 1, onLogits: take }, signal);
	return logprob;
}

const headEffects: Answer<'head-effects'> = async (session, { tokenIds }, signal, onProgress) => {
	const internals = requireInternals(session, 'ablation');
	checkIds(session.tokenizer, tokenIds);
	if (tokenIds.length < 2) throw new AppError('prompt-empty', 'two tokens are needed');
	const effects = [];
	const total = internals.layers * internals.heads;
	for (let i = 0; i < total; i++) {
		const place = { layer: Math.floor(i / internals.heads), head: i % internals.heads };
		const ablated = await internals.ablated([place]);
		try {
			effects.push({ ...place, logprob: await lastLogprob(ablated, tokenIds, signal) });
		} finally {
			await ablated.dispose();
		}
		onProgress({ done: i + 1, total });
	}
	return { logprob: await lastLogprob(session, tokenIds, signal), effects };
};

const ablated: Answer<'ablated'> = async (session, { generate, heads }, signal, onProgress) => {
	const internals = requireInternals(session, 'ablation');
	const request = prepareRequest(generate, session);
	const total = Math.min(request.max_tokens, RUN_LIMITS.tokens);
	const without = await internals.ablated(heads);
	try {
		const batches = new TokenBatches(({ from, tokens }) => {
			onProgress({ done: from + tokens.length, total });
		}, performance.now());
		const loop = new DecodeLoop(without, request, generate.alternatives, batches);
		const { tokens, text, finish_reason } = await loop.run(signal, generate.prefill);
		if (signal.aborted) throw new AppError('aborted', 'cancelled');
		return { heads, output: { tokens, text, finish_reason } };
	} finally {
		await without.dispose();
	}
};

/** What a model that writes can be asked. */
type TextKind = Exclude<AnalysisKind, keyof FillAnalyses>;

const ANSWERS: { readonly [K in TextKind]: Answer<K> } = {
	attention,
	lens,
	'head-effects': headEffects,
	ablated,
	score: scoreTexts,
	evaluate,
	'read-run': readRun,
	respell: (session, run) => Promise.resolve(respell(session.tokenizer, run))
};

/** @throws AppError as `WorkerApi.analyse` says */
export function analyse<K extends AnalysisKind>(
	kind: K,
	session: EngineSession,
	request: Analyses[K]['request'],
	signal: AbortSignal,
	onProgress: (progress: AnalysisProgress) => void
): Promise<Analyses[K]['result']> {
	const answers: { readonly [Kind in AnalysisKind]?: Answer<Kind> } = ANSWERS;
	const answer: Answer<K> | undefined = answers[kind];
	if (answer === undefined) {
		throw new AppError('model-wrong-task', 'this model writes', { details: { task: 'generate' } });
	}
	return answer(session, request, signal, onProgress);
}
