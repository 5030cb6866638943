/** Teacher-forces a claim's tokens through the loaded model and grades what it says about them. */
import { sha256Text } from '#core/digest/sha256.ts';
import { AppError } from '#core/errors.ts';
import type { RunResource } from '#core/run-file/schema.ts';
import type { Claim } from '#core/verification/claim.ts';
import { gradeClaim, refuseClaim, type LocalModel } from '#core/verification/grade.ts';
import { replayEnd } from '#core/verification/replay-end.ts';
import { noiseBand } from '#core/verification/tau.ts';
import { TokenVerifier } from '#core/verification/verify.ts';
import type { EngineSession } from '#engines/engine.ts';
import type {
	PromptRequest,
	VerifyProgress,
	VerifyRequest,
	VerifyResult
} from '#protocol/worker-api.ts';
import { outputDecoder } from './output-decoder.ts';
import { promptTokens } from './prepare-request.ts';
import { teacherForce } from './teacher-force.ts';

export interface LoadedSession {
	readonly session: EngineSession;
	readonly digest: string;
	readonly resources: readonly RunResource[];
}

const PROGRESS_INTERVAL_MS = 100;

function promptOf({ request }: Claim): PromptRequest {
	return request.mode === 'chat'
		? { mode: 'chat', messages: request.messages }
		: { mode: 'completion', prompt: request.prompt ?? '' };
}

function localModel(claim: Claim, { session, digest, resources }: LoadedSession): LocalModel {
	const { tokenizer, engine } = session;
	const template = claim.request.mode === 'chat' ? tokenizer.chatTemplate : null;
	return {
		modelDigest: digest,
		resources,
		templateDigest: template === null ? null : sha256Text(template),
		promptTokenIds: promptTokens(promptOf(claim), tokenizer),
		engine,
		piece: (id) => tokenizer.piece(id)
	};
}

function checkLength(tokens: number, { contextLength }: EngineSession): void {
	if (tokens <= contextLength) return;
	throw new AppError('prompt-too-long', `${tokens} tokens, prompt and output together`, {
		details: { tokens, maxTokens: contextLength, contextLength }
	});
}

/**
 * @param onProgress called at most ten times a second, and at the end
 * @throws AppError as `WorkerApi.verify` says
 */
export async function verifyClaim(
	model: LoadedSession,
	{ claim, exact }: VerifyRequest,
	signal: AbortSignal,
	onProgress: (progress: VerifyProgress) => void
): Promise<VerifyResult> {
	const startedMs = performance.now();
	const { session } = model;
	const local = localModel(claim, model);
	const { backend } = session.engine;
	const { tau } = noiseBand(claim.model.quantization, claim.engine.backend, backend);
	const verifier = new TokenVerifier(claim, local.promptTokenIds, tau);
	const result = (
		verdict: VerifyResult['verdict'],
		pieces: readonly string[] = []
	): VerifyResult => {
		const elapsedMs = performance.now() - startedMs;
		return {
			verdict,
			tokens: verifier.tokens,
			texts: verifier.tokens.map(({ id, drawId }, i) => ({
				text: pieces[i] ?? '',
				piece: local.piece(id),
				drawnPiece: local.piece(drawId)
			})),
			tau: verifier.tau,
			engine: session.engine,
			elapsedMs
		};
	};
	const refused = refuseClaim(claim, local, session.tokenizer.vocabularySize);
	if (refused !== null) return result(refused);

	const prompt = local.promptTokenIds;
	const totalTokens = claim.tokenIds.length;
	checkLength(prompt.length + totalTokens, session);
	let reportedMs = -Infinity;
	const onLogits = (logits: Float32Array): void => {
		verifier.add(logits);
		const now = performance.now();
		if (now - reportedMs < PROGRESS_INTERVAL_MS && verifier.position < totalTokens) return;
		reportedMs = now;
		onProgress({ checkedTokens: verifier.position, totalTokens });
	};
	if (totalTokens > 0) {
		await teacherForce(session, { prompt, output: claim.tokenIds }, { exact, onLogits }, signal);
	}
	const decode = outputDecoder(session.tokenizer, claim.request.mode, prompt);
	const replayed = replayEnd(claim, decode);
	return result(gradeClaim(claim, verifier, replayed, local), replayed.pieces);
}
