/** The engine port over WebLLM: MLC models on WebGPU. The library runs the model, we do the rest. */
import { sha256Hex } from '#core/digest/sha256.ts';
import { AppError } from '#core/errors.ts';
import type { MlcModel, MlcWindows } from '#core/mlc-model.ts';
import type { RunEngine } from '#core/run-file/schema.ts';
import { readMlcSampling } from '#core/sampling/published-settings.ts';
import {
	isInMemory,
	type AnyModelFile,
	type Engine,
	type EngineLoadOptions,
	type EngineSession
} from '../engine.ts';
import { StepGuard } from '../step-guard.ts';
import {
	cachesOfFiles,
	MODEL_BASE,
	MODEL_LIBRARY,
	renamedCaches,
	withCaches,
	type ArtifactCaches
} from './artifact-caches.ts';
import { watchDevices, type WatchedDevice } from './device-watch.ts';
import { LogitsTap } from './logits-tap.ts';
import { contextLengthOf, readMlcConfig, requireFile } from './mlc-config.ts';
import { MlcTokenizer } from './mlc-tokenizer.ts';
import { deviceLostError, translateWebLlmError } from './web-llm-errors.ts';
import { loadWebLlm, type LoadedWebLlm, type MlcEngine } from './web-llm-library.ts';
import { lossBehind, MODEL_ID, WebLlmSession } from './web-llm-session.ts';

export interface WebLlmEngineParts {
	/**
	 * Where the library reads its files, by their real addresses; without it the files that `load` is
	 * given are all there is (`model_lib.wasm` among them).
	 */
	readonly caches?: ArtifactCaches;
	/** Another version of the library, for tests. */
	readonly loadLibrary?: () => Promise<LoadedWebLlm>;
}

/** Raw logits leave before the library's sampler; neutral settings only keep it from work. */
const NEUTRAL = {
	temperature: 1,
	top_p: 1,
	repetition_penalty: 1,
	frequency_penalty: 0,
	presence_penalty: 0
} as const;

/** @returns the part of a library's address that tells builds apart, e.g. `v0_2_86/base/x.wasm` */
function libraryVariant(url: string): string {
	const path = URL.canParse(url) ? new URL(url).pathname : url;
	return path.split('/web-llm-models/')[1] ?? path.split('/').at(-1) ?? path;
}

async function libraryDigest(caches: ArtifactCaches): Promise<string> {
	const cache = await caches.open('webllm/wasm');
	let response = await cache.match(new Request(MODEL_LIBRARY));
	if (response === undefined) {
		await cache.add(new Request(MODEL_LIBRARY));
		response = await cache.match(new Request(MODEL_LIBRARY));
	}
	if (response === undefined) {
		throw new AppError('model-file-missing', 'the model has no model_lib.wasm', {
			details: { file: 'model_lib.wasm' }
		});
	}
	return `sha256:${sha256Hex(new Uint8Array(await response.arrayBuffer()))}`;
}

function recordedOptions(windows: MlcWindows): Record<string, string> {
	return Object.fromEntries(Object.entries(windows).map(([name, value]) => [name, String(value)]));
}

/** A device that is lost while loading makes the library fail by itself. */
const NOT_LOST = new Promise<string>(() => undefined);

export class WebLlmEngine implements Engine {
	readonly #parts: WebLlmEngineParts;

	constructor(parts: WebLlmEngineParts = {}) {
		this.#parts = parts;
	}

	/**
	 * @param files at least `mlc-chat-config.json` and `tokenizer.json`; all of them without `caches`
	 * @throws AppError as the port says; details.reason is `library-version` when the model library was
	 *   compiled for another version, `no-webgpu`, `no-adapter` or `no-f16` when the machine lacks it
	 */
	async load(
		allFiles: readonly AnyModelFile[],
		{ backend, mlc: model }: EngineLoadOptions,
		signal: AbortSignal
	): Promise<EngineSession> {
		if (backend !== 'webgpu' || model === undefined) {
			throw new AppError('engine-failed', 'WebLLM runs MLC models, on WebGPU only');
		}
		// Its large files come through `caches`.
		const files = allFiles.filter(isInMemory);
		const { caches: store, loadLibrary = loadWebLlm } = this.#parts;
		const config = readMlcConfig(files);
		const { bytes } = requireFile(files, 'tokenizer.json');
		const tokenizer = await MlcTokenizer.create(config, bytes);
		const contextLength = contextLengthOf(config, model.windows);
		const caches = store === undefined ? cachesOfFiles(files) : renamedCaches(store, model);
		const [{ library, version }, digest] = await Promise.all([
			loadLibrary(),
			libraryDigest(caches)
		]);
		const tap = new LogitsTap(tokenizer.vocabularySize);
		const mlc = new library.MLCEngine({
			appConfig: { model_list: [modelRecord(model.manifest)] },
			logitProcessorRegistry: new Map([[MODEL_ID, tap]]),
			logLevel: 'WARN'
		});
		const { adapter, lost } = await reload(mlc, model, caches, signal);
		const engine: RunEngine = {
			name: 'web-llm',
			version,
			build: `${libraryVariant(model.libraryUrl)} ${digest}`,
			backend,
			threads: 1,
			prefill: 'one-pass',
			options: recordedOptions(model.windows),
			adapter
		};
		const published = readMlcSampling(config);
		const parts = { mlc, tap, tokenizer, contextLength, published, engine, deviceLost: lost };
		return new WebLlmSession({ ...parts, halfFloats: model.needsF16 });
	}
}

async function reload(
	mlc: MlcEngine,
	model: MlcModel,
	caches: ArtifactCaches,
	signal: AbortSignal
): Promise<WatchedDevice> {
	const { gpu } = navigator as { gpu?: GPU };
	const devices: WatchedDevice[] = [];
	const onDevice = (device: WatchedDevice) => devices.push(device);
	const loading = withCaches(caches, () =>
		watchDevices(gpu, { needsF16: model.needsF16, onDevice }, async () => {
			await mlc.reload(MODEL_ID, { ...NEUTRAL, ...model.windows });
			// `reload` may resolve with nothing loaded.
			await mlc.getMessage(MODEL_ID);
		})
	);
	try {
		await new StepGuard(NOT_LOST).wait(loading, signal);
		return devices.at(-1) ?? missingDevice();
	} catch (error) {
		// Nobody waits for the rest of it any more.
		void loading.catch(() => undefined);
		void mlc.unload().catch(() => undefined);
		throw await loadError(error, devices.at(-1), signal);
	}
}

function modelRecord(manifest: string | null) {
	const record = { model: MODEL_BASE, model_id: MODEL_ID, model_lib: MODEL_LIBRARY };
	return manifest === null ? record : { ...record, model_manifest: manifest };
}

function missingDevice(): never {
	throw new AppError('engine-failed', 'the library asked for no device');
}

async function loadError(
	error: unknown,
	watched: WatchedDevice | undefined,
	signal: AbortSignal
): Promise<AppError> {
	if (signal.aborted) return new AppError('aborted', 'cancelled while loading', { cause: error });
	if (error instanceof AppError) return error;
	const reason = watched === undefined ? null : await lossBehind(watched.lost);
	if (reason === null) return translateWebLlmError(error, 'load');
	// While loading, a device is lost to too large a model.
	const message = deviceLostError(reason).message;
	return new AppError('engine-out-of-memory', message, { details: { reason }, cause: error });
}
