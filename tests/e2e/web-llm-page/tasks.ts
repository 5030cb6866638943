/** What is tried with the real library, in a worker. The fixture is served under `/fixture/`. */
import { LogitsDigest } from '#core/digest/logits-digest.ts';
import { toAppError } from '#core/errors.ts';
import type { MlcModel } from '#core/mlc-model.ts';
import type { RunEngine, SamplingSettings } from '#core/run-file/schema.ts';
import { RunSampler } from '#core/sampling/sampler.ts';
import { DEFAULT_SETTINGS } from '#core/sampling/settings.ts';
import { textOfChat, type EngineSession, type ModelFile } from '#engines/engine.ts';
import type { ArtifactCache, ArtifactCaches } from '#engines/web-llm/artifact-caches.ts';
import { WebLlmEngine } from '#engines/web-llm/web-llm-engine.ts';
import { loadWebLlm, type LoadedWebLlm } from '#engines/web-llm/web-llm-library.ts';

const WEIGHTS_URL = new URL('/fixture/', location.href).href;

const MODEL: MlcModel = {
	weightsUrl: WEIGHTS_URL,
	libraryUrl: new URL('model_lib.wasm', WEIGHTS_URL).href,
	needsF16: false,
	windows: { context_window_size: 1024 },
	manifest: null
};

/** The version that the fixture's model library was compiled for. */
async function loadFixturesLibrary(): Promise<LoadedWebLlm> {
	const library = await import('web-llm-0-2-79');
	const { version } = await import('web-llm-0-2-79/package.json');
	return { library, version };
}

/** The place of the weights store: reads from the server, and counts. */
class FixtureCaches implements ArtifactCaches {
	readonly names = new Set<string>();
	onShard: () => void = () => undefined;

	open(): Promise<ArtifactCache> {
		const match = async (request: Request | string) => {
			const url = typeof request === 'string' ? request : request.url;
			if (!url.startsWith(WEIGHTS_URL)) throw new Error(`asked for ${url}`);
			const name = url.slice(WEIGHTS_URL.length);
			this.names.add(name);
			if (name.startsWith('params_shard_')) this.onShard();
			return fetch(url);
		};
		return Promise.resolve({
			match,
			add: () => Promise.reject(new Error('everything is there')),
			keys: () => Promise.resolve([]),
			delete: () => Promise.resolve(false)
		});
	}
}

async function smallFiles(): Promise<ModelFile[]> {
	return Promise.all(
		['mlc-chat-config.json', 'tokenizer.json'].map(async (name) => {
			const response = await fetch(WEIGHTS_URL + name);
			return { name, bytes: new Uint8Array(await response.arrayBuffer()) };
		})
	);
}

async function load(
	caches: ArtifactCaches,
	loadLibrary: () => Promise<LoadedWebLlm>,
	signal = new AbortController().signal
): Promise<EngineSession> {
	const engine = new WebLlmEngine({ caches, loadLibrary });
	const options = { backend: 'webgpu', weightsFile: '', runtimeUrl: '', mlc: MODEL } as const;
	return engine.load(await smallFiles(), options, signal);
}

function digestOf(logits: Float32Array): string {
	return new LogitsDigest().add(logits);
}

interface Step {
	readonly tokenId: number;
	readonly margin: number | null;
	readonly logitsDigest: string;
	readonly size: number;
	readonly ms: number;
}

const SETTINGS: SamplingSettings = { ...DEFAULT_SETTINGS, temperature: 1, top_k: 40, top_p: 0.95 };
const SEED = 20261122n;

/** The app's decode loop in small: prompt, draw, feed the draw, draw again. */
async function generate(
	session: EngineSession,
	promptTokenIds: readonly number[],
	count: number
): Promise<Step[]> {
	const { signal } = new AbortController();
	const sampler = new RunSampler({ settings: SETTINGS, seed: SEED, promptTokenIds });
	session.reset();
	const steps: Step[] = [];
	let next: readonly number[] = promptTokenIds;
	while (steps.length < count) {
		const startedMs = performance.now();
		const logits = await session.step(next, signal);
		const ms = performance.now() - startedMs;
		const { tokenId, margin } = sampler.draw(logits);
		sampler.accept(tokenId);
		steps.push({ tokenId, margin, logitsDigest: digestOf(logits), size: logits.length, ms });
		next = [tokenId];
	}
	return steps;
}

/** Another context: what a step gives when the cache is not reset in between. */
async function warmDigest(session: EngineSession, promptTokenIds: readonly number[]) {
	return digestOf(await session.step(promptTokenIds, new AbortController().signal));
}

interface Generation {
	readonly engine: RunEngine;
	readonly loadMs: number;
	readonly asked: readonly string[];
	readonly promptTokenIds: readonly number[];
	readonly promptText: string;
	readonly first: readonly Step[];
	readonly afterReset: readonly Step[];
	readonly withoutReset: string;
	readonly lossCode: string;
	readonly lossReason: string;
	readonly lossMs: number;
}

/** Catches the device on its way to the library, so that the test can take it away. */
function interceptDevice(): () => GPUDevice | undefined {
	let device: GPUDevice | undefined;
	const { gpu } = navigator;
	const requestAdapter = gpu.requestAdapter.bind(gpu);
	const prototype = Object.getPrototypeOf(gpu) as GPU;
	prototype.requestAdapter = async (options) => {
		const adapter = await requestAdapter(options);
		if (adapter === null) return null;
		const adapterPrototype = Object.getPrototypeOf(adapter) as GPUAdapter;
		// oxlint-disable-next-line typescript/unbound-method -- called with its adapter below
		const { requestDevice } = adapterPrototype;
		adapterPrototype.requestDevice = async function (descriptor) {
			adapterPrototype.requestDevice = requestDevice;
			device = await requestDevice.call(this, descriptor);
			return device;
		};
		return adapter;
	};
	return () => device;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
	try {
		await work;
		return 'none';
	} catch (error) {
		return toAppError(error).code;
	}
}

async function runGeneration(): Promise<Generation> {
	const device = interceptDevice();
	const caches = new FixtureCaches();
	const startedMs = performance.now();
	const session = await load(caches, loadFixturesLibrary);
	const loadMs = performance.now() - startedMs;
	const { tokenizer } = session;
	const messages = [
		{ role: 'system', content: '' },
		{ role: 'user', content: 'Hi' }
	] as const;
	const promptText = textOfChat(tokenizer.renderChat(messages, null));
	// The whole prompt would take minutes on a software adapter.
	const promptTokenIds = tokenizer.encode(promptText, false).slice(-3);
	const first = await generate(session, promptTokenIds, 2);
	const afterReset = await generate(session, promptTokenIds, 2);
	const withoutReset = await warmDigest(session, promptTokenIds);
	const lostMs = performance.now();
	const step = session.step([promptTokenIds[0] ?? 0], new AbortController().signal);
	setTimeout(() => device()?.destroy(), 1000);
	const lossCode = await codeOf(step);
	return {
		engine: session.engine,
		loadMs,
		asked: [...caches.names].sort(),
		promptTokenIds,
		promptText,
		first,
		afterReset,
		withoutReset,
		lossCode,
		lossReason: await session.lost,
		lossMs: performance.now() - lostMs
	};
}

async function refuseOtherVersion() {
	try {
		await load(new FixtureCaches(), loadWebLlm);
		return null;
	} catch (error) {
		const { code, details, message } = toAppError(error);
		return { code, details, message };
	}
}

async function callOffLoading(): Promise<string> {
	const controller = new AbortController();
	const caches = new FixtureCaches();
	caches.onShard = () => controller.abort();
	return codeOf(load(caches, loadFixturesLibrary, controller.signal));
}

export const tasks = {
	generation: runGeneration,
	'other-version': refuseOtherVersion,
	'called-off': callOffLoading
} as const;

export type TaskName = keyof typeof tasks;
export type TaskResults = { [Name in TaskName]: Awaited<ReturnType<(typeof tasks)[Name]>> };
