/** Asks a masked language model what it expects in the places of hidden tokens. */
import { LogitsDigest } from '#core/digest/logits-digest.ts';
import { AppError, settingInvalid } from '#core/errors.ts';
import { answerMask } from '#core/fill-mask/answer-mask.ts';
import { forwardPasses } from '#core/fill-mask/consistency.ts';
import type { FillClaim } from '#core/fill-mask/fill-claim.ts';
import { fillToleranceOf } from '#core/fill-mask/fill-tolerance.ts';
import {
	FillGrader,
	refuseFill,
	type CheckedMask,
	type LocalMasked
} from '#core/fill-mask/grade-fill.ts';
import { maskPasses } from '#core/fill-mask/mask-passes.ts';
import {
	FILL_MASK_LIMITS,
	type FillMaskAnswer,
	type FillMaskRequest,
	type FillMaskSentence
} from '#core/fill-mask/schema.ts';
import { RUN_LIMITS } from '#core/run-file/schema.ts';
import type { MaskedSession } from '#engines/engine.ts';
import type { Analyses, AnalysisKind, AnalysisProgress } from '#protocol/analysis-api.ts';
import type {
	FillAnalyses,
	FillRequest,
	FillResult,
	FillVerifyResult
} from '#protocol/fill-api.ts';
import { fastSha256 } from '../fast-sha256.ts';
import type { LoadedAs } from '../verify-claim.ts';
import { paced } from '../paced.ts';

export type LoadedMasked = LoadedAs<MaskedSession>;

function checkLength(tokens: number, { contextLength }: MaskedSession): void {
	if (tokens <= contextLength) return;
	throw new AppError('sentence-too-long', `${tokens} tokens`, {
		details: { tokens, contextLength }
	});
}

function prepareSentence(
	{ text, hidden }: FillRequest['sentences'][number],
	session: MaskedSession
): FillMaskSentence {
	const { maskTokenId, specialTokenIds } = session.tokenizer;
	const ids = session.tokenizer.encode(text, true);
	checkLength(ids.length, session);
	const isHidden = new Set(hidden);
	const masked = [...ids.keys()].filter((i) => isHidden.has(i) || ids[i] === maskTokenId);
	const special = masked.find((i) => {
		const id = ids[i] ?? 0;
		return id !== maskTokenId && specialTokenIds.has(id);
	});
	if (special !== undefined || hidden.some((i) => ids[i] === undefined)) {
		throw settingInvalid('hidden', 'positions of ordinary tokens of the sentence');
	}
	if (masked.length === 0) throw new AppError('mask-missing', 'nothing is hidden in a sentence');
	return { text, token_ids: ids, masked_positions: masked };
}

/** @throws AppError `mask-missing`, `sentence-too-long`, `settings-invalid` */
function prepareFill({ sentences, masking, topK }: FillRequest, session: MaskedSession) {
	const { maskToken, maskTokenId } = session.tokenizer;
	const { sentences: most } = FILL_MASK_LIMITS;
	if (sentences.length === 0 || sentences.length > most) {
		throw settingInvalid('sentences', `1 to ${most} sentences`);
	}
	if (!Number.isInteger(topK) || topK < 1 || topK > RUN_LIMITS.alternatives) {
		throw settingInvalid('topK', `1 to ${RUN_LIMITS.alternatives}`);
	}
	return {
		sentences: sentences.map((sentence) => prepareSentence(sentence, session)),
		masking,
		mask_token: maskToken,
		mask_token_id: maskTokenId,
		top_k: topK
	} satisfies FillMaskRequest;
}

/** Runs every pass and hands on the logits of every masked position, in order. */
async function readMasks(
	session: MaskedSession,
	request: FillMaskRequest,
	onLogits: (logits: Float32Array, sentence: number, position: number) => void,
	signal: AbortSignal,
	onProgress: (progress: AnalysisProgress) => void
): Promise<void> {
	const total = forwardPasses(request);
	let done = 0;
	const tell = paced(onProgress);
	for (const { sentence, tokenIds, positions } of maskPasses(request)) {
		let next = 0;
		const take = (logits: Float32Array) => onLogits(logits, sentence, positions[next++] ?? 0);
		await session.read(tokenIds, { positions, onLogits: take }, signal);
		done += 1;
		tell({ done, total }, done >= total);
	}
}

async function fillMasks(
	{ session }: LoadedMasked,
	asked: FillRequest,
	signal: AbortSignal,
	onProgress: (progress: AnalysisProgress) => void
): Promise<FillResult> {
	const startedMs = performance.now();
	const { tokenizer } = session;
	const request = prepareFill(asked, session);
	const digest = new LogitsDigest(await fastSha256());
	const answers: FillMaskAnswer[][] = request.sentences.map(() => []);
	const piece = (id: number) => tokenizer.piece(id);
	const onLogits = (logits: Float32Array, sentence: number, position: number): void => {
		const id = request.sentences[sentence]?.token_ids[position] ?? request.mask_token_id;
		const originalId = id === request.mask_token_id ? null : id;
		const place = { position, originalId, topK: request.top_k };
		answers[sentence]?.push(answerMask(logits, digest.add(logits), place, piece));
	};
	await readMasks(session, request, onLogits, signal, onProgress);
	return {
		request,
		output: {
			sentences: answers.map((each) => ({ answers: each })),
			logits_digest: digest.finish()
		},
		usage: {
			input_tokens: request.sentences.reduce((sum, { token_ids: ids }) => sum + ids.length, 0),
			forward_passes: forwardPasses(request)
		},
		timing: { total_ms: performance.now() - startedMs }
	};
}

function localMasked({ session, digest, resources }: LoadedMasked): LocalMasked {
	const { tokenizer, engine } = session;
	return {
		digest,
		resources,
		engine,
		vocabularySize: tokenizer.vocabularySize,
		maskTokenId: tokenizer.maskTokenId,
		specialTokenIds: tokenizer.specialTokenIds,
		encode: (text) => tokenizer.encode(text, true),
		piece: (id) => tokenizer.piece(id)
	};
}

async function verifyFill(
	model: LoadedMasked,
	claim: FillClaim,
	signal: AbortSignal,
	onProgress: (progress: AnalysisProgress) => void
): Promise<FillVerifyResult> {
	const startedMs = performance.now();
	const { session } = model;
	const { engine } = session;
	const local = localMasked(model);
	const result = (
		verdict: FillVerifyResult['verdict'],
		masks: readonly CheckedMask[]
	): FillVerifyResult => {
		return { verdict, masks, engine, elapsedMs: performance.now() - startedMs };
	};
	const refused = refuseFill(claim, local);
	if (refused !== null) return result(refused, []);
	for (const { token_ids: ids } of claim.request.sentences) checkLength(ids.length, session);
	const halfFloats = session.halfFloats ?? false;
	const tolerance = fillToleranceOf(claim.engine, { engine, halfFloats });
	const grader = new FillGrader(claim, local, tolerance, await fastSha256());
	await readMasks(session, claim.request, (logits) => grader.add(logits), signal, onProgress);
	return result(grader.verdict(), grader.masks);
}

type Answer<K extends keyof FillAnalyses> = (
	model: LoadedMasked,
	request: FillAnalyses[K]['request'],
	signal: AbortSignal,
	onProgress: (progress: AnalysisProgress) => void
) => Promise<FillAnalyses[K]['result']>;

const ANSWERS: { readonly [K in keyof FillAnalyses]: Answer<K> } = {
	'fill-mask': fillMasks,
	'verify-fill': verifyFill
};

/** @throws AppError as `FillAnalyses` says; `aborted`, `device-lost`, `engine-failed` */
export function analyseMasked<K extends AnalysisKind>(
	kind: K,
	model: LoadedMasked,
	request: Analyses[K]['request'],
	signal: AbortSignal,
	onProgress: (progress: AnalysisProgress) => void
): Promise<Analyses[K]['result']> {
	const answers: {
		readonly [Kind in AnalysisKind]?: (
			model: LoadedMasked,
			request: Analyses[Kind]['request'],
			signal: AbortSignal,
			onProgress: (progress: AnalysisProgress) => void
		) => Promise<Analyses[Kind]['result']>;
	} = ANSWERS;
	const answer = answers[kind];
	if (answer !== undefined) return answer(model, request, signal, onProgress);
	throw new AppError('model-wrong-task', 'this model fills masks', {
		details: { task: 'fill-mask' }
	});
}
