/** Implements what the page may ask. Holds one model, runs one generation at a time. */
import { modelDigest } from '#core/digest/model-digest.ts';
import { tokensPerSecond } from '#core/tokens-per-second.ts';
import { AppError } from '#core/errors.ts';
import { LogitsKeeper } from '#core/sampling/logits-keeper.ts';
import type { AnySession, Engine } from '#engines/engine.ts';
import { engineReading } from '#engines/prefill.ts';
import type { Analyses, AnalysisKind, AnalysisProgress } from '#protocol/analysis-api.ts';
import type { GenerateRequest, PromptRequest } from '#protocol/generate-request.ts';
import type {
	CheckProgress,
	GenerateResult,
	LoadedModel,
	LoadProgress,
	LoadRequest,
	PromptPreview,
	TokenBatch,
	VerifyProgress,
	VerifyRequest,
	VerifyResult,
	WorkerApi
} from '#protocol/worker-api.ts';
import { DecodeLoop } from './decode-loop.ts';
import { ModelCheck } from './later-check.ts';
import { fetchModel, type FetchedModel } from './load-model.ts';
import { prepareRequest } from './prepare-request.ts';
import { previewPrompt } from './preview-prompt.ts';
import { TokenBatches } from './token-batches.ts';
import { verifyClaim, type LoadedAs, type LoadedSession } from './verify-claim.ts';
import { MOST_KEPT_BYTES, withKept } from './with-kept.ts';

/** Fetches an engine's code; each is a separate chunk. */
export type EngineLoaders = Readonly<
	Partial<Record<LoadRequest['engine'], (request: LoadRequest) => Promise<Engine>>>
>;

/** Gives the files of a model that lies in the weights store. */
export type ReadStored = (
	request: LoadRequest & { readonly stored: string },
	signal: AbortSignal,
	onProgress: (progress: LoadProgress) => void
) => Promise<FetchedModel>;

const noStore: ReadStored = ({ stored }) =>
	Promise.reject(new AppError('model-unknown', `no store to read ${stored} from`));

type Task = 'load' | 'generate' | 'verify' | 'analyse';

export class InferenceService implements WorkerApi {
	readonly #engines: EngineLoaders;
	readonly #readStored: ReadStored;
	readonly #lost: Promise<string>;
	#tellLost: (reason: string) => void = () => undefined;
	#check = new ModelCheck(undefined);
	#model: LoadedAs<AnySession> | null = null;
	#busyWith: Task | null = null;

	constructor(engines: EngineLoaders, readStored: ReadStored = noStore) {
		this.#engines = engines;
		this.#readStored = readStored;
		this.#lost = new Promise((resolve) => {
			this.#tellLost = resolve;
		});
	}

	load(
		request: LoadRequest,
		signal: AbortSignal,
		onProgress: (progress: LoadProgress) => void
	): Promise<LoadedModel> {
		return this.#exclusively('load', async () => {
			if (this.#model !== null) throw new AppError('busy', 'this worker already has a model');
			const startedMs = performance.now();
			const [engine, fetched] = await Promise.all([
				this.#loadEngine(request),
				this.#filesOf(request, signal, onProgress)
			]);
			onProgress({ phase: 'start' });
			const session = await startEngine(engine, fetched, request, signal);
			this.#check = new ModelCheck(fetched.checkRest);
			const { resources } = fetched;
			const digest = modelDigest(resources);
			this.#model = { session, digest, resources };
			void session.lost.then(this.#tellLost);
			const { selfTest, selfTestMs } =
				request.selfTest === true ? await testLoaded(session, signal) : NOT_ASKED;
			return {
				digest,
				resources,
				engine: session.engine,
				unfoldedBytes: session.unfoldedBytes ?? 0,
				contextLength: session.contextLength,
				vocabularySize: session.tokenizer.vocabularySize,
				halfFloats: session.halfFloats ?? false,
				...abilitiesOf(session),
				selfTest,
				selfTestMs,
				loadMs: performance.now() - startedMs
			};
		});
	}

	// oxlint-disable-next-line typescript/require-await -- what it throws becomes a rejection
	async preview(prompt: PromptRequest): Promise<PromptPreview> {
		return previewPrompt(prompt, this.#any().session);
	}

	// oxlint-disable-next-line typescript/require-await -- what it throws becomes a rejection
	async spell(tokenIds: readonly number[]): Promise<string[]> {
		const { tokenizer } = this.#loaded().session;
		return tokenIds.map((id) => (id < tokenizer.vocabularySize ? tokenizer.piece(id) : ''));
	}

	generate(
		request: GenerateRequest,
		signal: AbortSignal,
		onTokens: (batch: TokenBatch) => void
	): Promise<GenerateResult> {
		return this.#exclusively('generate', async () => {
			const startedMs = performance.now();
			const { session } = this.#loaded();
			const runRequest = prepareRequest(request, session);
			const batches = new TokenBatches(onTokens, startedMs);
			const keeper = request.keepLogits === true ? new LogitsKeeper(MOST_KEPT_BYTES) : null;
			const loop = new DecodeLoop(session, runRequest, request.alternatives, batches, keeper);
			const output = await loop.run(signal, request.prefill);
			const totalMs = performance.now() - startedMs;
			const tokens = output.token_ids.length;
			const laterMs = totalMs - batches.timeToFirstTokenMs;
			return withKept(keeper, {
				engine: engineReading(session, request.prefill),
				request: runRequest,
				output,
				usage: {
					input_tokens: runRequest.prompt_token_ids.length,
					output_tokens: tokens
				},
				timing: {
					time_to_first_token_ms: batches.timeToFirstTokenMs,
					total_ms: totalMs,
					tokens_per_second: tokensPerSecond(tokens, laterMs) ?? 0
				}
			});
		});
	}

	verify(
		request: VerifyRequest,
		signal: AbortSignal,
		onProgress: (progress: VerifyProgress) => void
	): Promise<VerifyResult> {
		return this.#exclusively('verify', () =>
			verifyClaim(this.#loaded(), request, signal, onProgress)
		);
	}

	analyse<K extends AnalysisKind>(
		kind: K,
		request: Analyses[K]['request'],
		signal: AbortSignal,
		onProgress: (progress: AnalysisProgress) => void
	): Promise<Analyses[K]['result']> {
		return this.#exclusively('analyse', async () => {
			const { session, ...rest } = this.#any();
			if (session.task === 'fill-mask') {
				const { analyseMasked } = await import('./analysis/fill-masks.ts');
				return analyseMasked(kind, { session, ...rest }, request, signal, onProgress);
			}
			const { analyse } = await import('./analysis/analyse.ts');
			return analyse(kind, session, request, signal, onProgress);
		});
	}

	whenLost(): Promise<string> {
		return this.#lost;
	}

	whenChecked(onProgress: (progress: CheckProgress) => void): Promise<void> {
		return this.#check.follow(onProgress);
	}

	async #loadEngine(request: LoadRequest): Promise<Engine> {
		const loadEngine = this.#engines[request.engine];
		if (loadEngine === undefined) {
			throw new AppError('engine-failed', `no engine ${request.engine} here`);
		}
		return loadEngine(request);
	}

	#filesOf(
		request: LoadRequest,
		signal: AbortSignal,
		onProgress: (progress: LoadProgress) => void
	): Promise<FetchedModel> {
		const { stored } = request;
		if (stored === undefined) return fetchModel(request.files, signal, onProgress);
		return this.#readStored({ ...request, stored }, signal, onProgress);
	}

	#any(): LoadedAs<AnySession> {
		if (this.#model === null) throw new AppError('engine-failed', 'no model is loaded');
		return this.#model;
	}

	#loaded(): LoadedSession {
		const { session, ...rest } = this.#any();
		if (session.task !== 'fill-mask') return { session, ...rest };
		throw new AppError('model-wrong-task', 'this model fills masks', {
			details: { task: session.task }
		});
	}

	async #exclusively<T>(task: Task, work: () => Promise<T>): Promise<T> {
		if (this.#busyWith !== null) {
			throw new AppError('busy', `busy with: ${this.#busyWith}`, {
				details: { task: this.#busyWith }
			});
		}
		this.#busyWith = task;
		try {
			return await work();
		} finally {
			this.#busyWith = null;
		}
	}
}

async function startEngine(
	engine: Engine,
	{ files, checkRest }: FetchedModel,
	request: LoadRequest,
	signal: AbortSignal
): Promise<AnySession> {
	try {
		return await engine.load(files, request, signal);
	} catch (error) {
		// Damaged bytes may make an engine fail, with words of its own.
		if (!signal.aborted) await checkRest?.({ signal, onProgress: () => undefined });
		throw error;
	}
}

type Tested = Pick<LoadedModel, 'selfTest' | 'selfTestMs'>;

const NOT_ASKED: Tested = { selfTest: { kind: 'not-run', reason: 'not-asked' }, selfTestMs: 0 };

/** Its code is fetched when it is first needed: never for the built-in model on the CPU. */
async function testLoaded(session: AnySession, signal: AbortSignal): Promise<Tested> {
	const { selfTest } = await import('./self-test.ts');
	const startedMs = performance.now();
	return {
		selfTest: await selfTest(session, signal),
		selfTestMs: performance.now() - startedMs
	};
}

type Ability =
	'stopTokenIds' | 'hasChatTemplate' | 'thinkingMarks' | 'published' | 'internals' | 'mask';

function abilitiesOf(session: AnySession): Pick<LoadedModel, Ability> {
	if (session.task === 'fill-mask') {
		const { maskToken: token, maskTokenId: tokenId } = session.tokenizer;
		return {
			stopTokenIds: [],
			hasChatTemplate: false,
			thinkingMarks: null,
			published: null,
			internals: null,
			mask: { token, tokenId }
		};
	}
	const { internals, tokenizer } = session;
	return {
		stopTokenIds: tokenizer.stopTokenIds,
		hasChatTemplate: tokenizer.chatTemplate !== null,
		thinkingMarks: tokenizer.thinkingMarks ?? null,
		published: session.published ?? null,
		internals:
			internals === undefined
				? null
				: { layers: internals.layers, heads: internals.heads, maxTokens: internals.maxTokens },
		mask: null
	};
}
