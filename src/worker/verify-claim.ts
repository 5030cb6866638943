/** Teacher-forces a claim's tokens through the loaded model and grades what it says about them. */
import { sha256Text } from '#core/digest/sha256.ts';
import { AppError } from '#core/errors.ts';
import type { RunResource } from '#core/run-file/schema.ts';
import {
	firstRefutation,
	type CheckedToken,
	type Tolerance
} from '#core/verification/checked-token.ts';
import type { Claim } from '#core/verification/claim.ts';
import { gradeClaim, refuseClaim, type LocalModel } from '#core/verification/grade.ts';
import { replayEnd, type ReplayedText } from '#core/verification/replay-end.ts';
import { toleranceOf } from '#core/verification/tau.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import { TokenVerifier } from '#core/verification/verify.ts';
import type { EngineSession } from '#engines/engine.ts';
import { engineReading } from '#engines/prefill.ts';
import type { PromptRequest } from '#protocol/generate-request.ts';
import type { VerifyProgress, VerifyRequest, VerifyResult } from '#protocol/worker-api.ts';
import { fastSha256 } from './fast-sha256.ts';
import { outputDecoder } from './output-decoder.ts';
import { paced } from './paced.ts';
import { preparePrompt } from './prepare-request.ts';
import { teacherForce } from './teacher-force.ts';

export interface LoadedAs<Session> {
	readonly session: Session;
	readonly digest: string;
	readonly resources: readonly RunResource[];
}

export type LoadedSession = LoadedAs<EngineSession>;

/** As it was when the run was made. */
export function recordedPrompt({ request }: Claim): PromptRequest {
	const spelled = request.spelled_tokens ?? null;
	return request.mode === 'chat'
		? // Runs that have no date were made without a clock.
			{ mode: 'chat', messages: request.messages, date: request.date ?? null, spelled }
		: { mode: 'completion', prompt: request.prompt ?? '', spelled };
}

function localModel(claim: Claim, { session, digest, resources }: LoadedSession): LocalModel {
	const { tokenizer } = session;
	const isChat = claim.request.mode === 'chat';
	const template = isChat ? tokenizer.chatTemplate : null;
	const prompt = preparePrompt(recordedPrompt(claim), tokenizer);
	// Who writes a raw prompt means its control tokens; in a message nobody expects them.
	const spelled = isChat && prompt.spelled?.read_as === 'control' ? prompt.spelled : null;
	return {
		modelDigest: digest,
		resources,
		templateDigest: template === null ? null : sha256Text(template),
		promptTokenIds: prompt.tokenIds,
		engine: engineReading(session, claim.engine.prefill),
		vocabularySize: tokenizer.vocabularySize,
		stopTokenIds: tokenizer.stopTokenIds,
		controlTokens: spelled?.tokens ?? [],
		contextLength: session.contextLength,
		piece: (id) => (id < tokenizer.vocabularySize ? tokenizer.piece(id) : '')
	};
}

function checkLength(tokens: number, { contextLength }: EngineSession): void {
	if (tokens <= contextLength) return;
	throw new AppError('prompt-too-long', `${tokens} tokens, prompt and output together`, {
		details: { tokens, maxTokens: contextLength, contextLength }
	});
}

/** Has the verifier check position after position, and tells how far it is. */
function withProgress(
	verifier: TokenVerifier,
	totalTokens: number,
	onProgress: (progress: VerifyProgress) => void
): (logits: Float32Array) => void {
	const tell = paced(onProgress);
	return (logits) => {
		verifier.add(logits);
		const checkedTokens = verifier.position;
		tell({ checkedTokens, totalTokens }, checkedTokens >= totalTokens);
	};
}

/** What the noise of one pass alone may have brought about. */
function isToBeLookedAtAgain({ verdict, evidence }: Verdict): boolean {
	if (verdict === 'diverged') return true;
	return verdict === 'cannot-tell' && 'doubt' in evidence && evidence.position !== null;
}

/**
 * Puts the claim's tokens through the model and grades them.
 *
 * Whatever one pass finds wrong is looked at again token by token, as the run was made: on some
 * models a pass differs from steps by more than two devices do, and nobody is to be accused for that.
 *
 * @returns the verdict and one row for each token
 */
async function checkTokens(
	session: EngineSession,
	{ claim, exact }: VerifyRequest,
	options: {
		readonly local: LocalModel;
		readonly replayed: ReplayedText;
		readonly tolerance: Tolerance;
	},
	signal: AbortSignal,
	onProgress: (progress: VerifyProgress) => void
): Promise<{ verdict: Verdict; tokens: readonly CheckedToken[] }> {
	const { local, replayed, tolerance } = options;
	const { tokenIds } = claim;
	const prompt = local.promptTokenIds;
	/** @param toTheEnd or up to the first token that refutes the claim */
	const force = async (stepwise: boolean, toTheEnd: boolean): Promise<TokenVerifier> => {
		const sha256 = await fastSha256();
		const verifier = new TokenVerifier(claim, {
			promptTokenIds: prompt,
			tolerance,
			stepwise,
			sha256
		});
		const onLogits = withProgress(verifier, tokenIds.length, onProgress);
		const isOver = () =>
			!toTheEnd && firstRefutation(verifier.tokens.slice(-1), tolerance) !== null;
		const { prefill } = local.engine;
		const how = { exact: stepwise, prefill, onLogits, isOver };
		if (tokenIds.length > 0) {
			await teacherForce(session, { prompt, output: tokenIds }, how, signal);
		}
		return verifier;
	};
	const grade = (verifier: TokenVerifier) => gradeClaim(claim, verifier, replayed, local);

	const stepwise = exact || session.forward === undefined;
	const first = await force(stepwise, true);
	const verdict = grade(first);
	if (stepwise || !isToBeLookedAtAgain(verdict)) return { verdict, tokens: first.tokens };
	const second = await force(true, false);
	const rest = first.tokens.slice(second.position);
	return { verdict: grade(second), tokens: [...second.tokens, ...rest] };
}

/**
 * @param onProgress called at most ten times a second, and at the end
 * @throws AppError as `WorkerApi.verify` says
 */
export async function verifyClaim(
	model: LoadedSession,
	request: VerifyRequest,
	signal: AbortSignal,
	onProgress: (progress: VerifyProgress) => void
): Promise<VerifyResult> {
	const startedMs = performance.now();
	const { session } = model;
	const { claim } = request;
	const local = localModel(claim, model);
	const { halfFloats = false } = session;
	const verifier = { engine: local.engine, halfFloats };
	const tolerance = toleranceOf(claim, verifier, { isExact: request.exact });
	const result = (
		verdict: Verdict,
		tokens: readonly CheckedToken[],
		pieces: readonly string[]
	): VerifyResult => ({
		verdict,
		tokens,
		texts: tokens.map(({ id, drawId }, i) => {
			const piece = local.piece(id);
			const drawnPiece = id === drawId ? piece : local.piece(drawId);
			return { text: pieces[i] ?? '', piece, drawnPiece };
		}),
		tolerance,
		engine: local.engine,
		elapsedMs: performance.now() - startedMs
	});
	const refused = refuseClaim(claim, local, session.tokenizer.vocabularySize);
	if (refused !== null) return result(refused, [], []);

	const prompt = local.promptTokenIds;
	checkLength(prompt.length + claim.tokenIds.length, session);
	const decode = outputDecoder(session.tokenizer, claim.request.mode, prompt);
	const replayed = replayEnd(claim, decode);
	const options = { local, replayed, tolerance };
	const { verdict, tokens } = await checkTokens(session, request, options, signal, onProgress);
	return result(verdict, tokens, replayed.pieces);
}
