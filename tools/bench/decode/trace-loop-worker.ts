/** The app's engine and sampler in a plain loop, with and without what is recorded of each token. */
import { expose } from 'comlink';
import { LogitsDigest } from '#core/digest/logits-digest.ts';
import { RunSampler } from '#core/sampling/sampler.ts';
import { traceLogits } from '#core/sampling/trace.ts';
import type { EngineSession } from '#engines/engine.ts';
import { writingSession } from '#engines/writing-session.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { fastSha256 } from '#worker/fast-sha256.ts';
import { fetchModel } from '#worker/load-model.ts';

const never = new AbortController().signal;

let session: EngineSession;

async function load(request: LoadRequest): Promise<void> {
	const { files } = await fetchModel(request.files, never, () => undefined);
	session = await writingSession(await new OnnxEngine().load(files, request, never));
}

/** Nothing, or the trace and a digest, made as the app does or in plain JavaScript. */
export type Recorded = 'nothing' | 'as-app' | 'plain-digest';

/** @returns milliseconds for as many tokens as the request allows */
async function decode(request: GenerateRequest, recorded: Recorded): Promise<number> {
	const { settings, alternatives, promptTokenIds = [] } = request;
	const sampler = new RunSampler({ settings, seed: BigInt(settings.seed), promptTokenIds });
	const digest = new LogitsDigest(recorded === 'as-app' ? await fastSha256() : undefined);
	session.reset();
	let next: readonly number[] = promptTokenIds;
	const startedMs = performance.now();
	for (let written = 0; written < settings.max_tokens; written++) {
		const logits = await session.step(next, never);
		const { tokenId } = sampler.draw(logits);
		sampler.accept(tokenId);
		if (recorded !== 'nothing') {
			traceLogits(logits, tokenId, alternatives);
			digest.add(logits);
		}
		next = [tokenId];
	}
	return performance.now() - startedMs;
}

export interface TraceLoop {
	load(request: LoadRequest): Promise<void>;
	decode(request: GenerateRequest, recorded: Recorded): Promise<number>;
}

expose({ load, decode } satisfies TraceLoop);
