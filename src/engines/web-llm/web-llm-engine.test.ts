import * as webLlm from '@mlc-ai/web-llm';
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import { toAppError, type AppError } from '#core/errors.ts';
import type { MlcModel } from '#core/mlc-model.ts';
import type { WeightCacheStorage } from '#storage/weights/cache-storage.ts';
import { textOfChat, type EngineSession, type ModelFile } from '../engine.ts';
import type { ArtifactCaches } from './artifact-caches.ts';
import { WebLlmEngine } from './web-llm-engine.ts';
import type { LogitHook, MlcEngine, WebLlmLibrary } from './web-llm-library.ts';

const VOCABULARY = 260;

/** 256 bytes, then three special tokens. */
function tokenizerJson(): object {
	const printable = (byte: number) =>
		(byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
	const vocab: Record<string, number> = {};
	let next = 256;
	for (let byte = 0; byte < 256; byte++) {
		vocab[String.fromCharCode(printable(byte) ? byte : next++)] = byte;
	}
	const byteLevel = {
		type: 'ByteLevel',
		add_prefix_space: false,
		trim_offsets: false,
		use_regex: false
	};
	return {
		version: '1.0',
		truncation: null,
		padding: null,
		added_tokens: ['<s>', '<|end|>', '<|user|>'].map((content, i) => ({
			id: 256 + i,
			content,
			single_word: false,
			lstrip: false,
			rstrip: false,
			normalized: false,
			special: true
		})),
		normalizer: null,
		pre_tokenizer: byteLevel,
		post_processor: null,
		decoder: byteLevel,
		model: { type: 'BPE', vocab, merges: [], byte_fallback: false }
	};
}

const CONFIG = {
	vocab_size: VOCABULARY,
	context_window_size: 32,
	sliding_window_size: -1,
	tokenizer_files: ['tokenizer.json'],
	eos_token_id: 0,
	conv_template: {
		name: 'test',
		system_template: '{system_message}',
		system_message: '',
		roles: { user: '<|user|>', assistant: '<|assistant|>', tool: '<|user|>' },
		seps: ['<|end|>'],
		role_content_sep: '',
		role_empty_sep: '',
		stop_str: ['<|end|>', 'User:'],
		stop_token_ids: [2],
		system_prefix_token_ids: [256]
	}
};

function jsonFile(name: string, value: unknown): ModelFile {
	return { name, bytes: new TextEncoder().encode(JSON.stringify(value)) };
}

/** A valid WebAssembly module, by its sections after the header. */
function wasm(...sections: number[]): Uint8Array<ArrayBuffer> {
	return new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections]);
}
const EMPTY_WASM = wasm();
/** Imports the function `env.y`, which nobody offers. */
const UNLINKABLE_WASM = wasm(1, 4, 1, 0x60, 0, 0, 2, 9, 1, 3, 0x65, 0x6e, 0x76, 1, 0x79, 0, 0);
/** Imports from a module that nobody offers: not a link error, says the specification. */
const FOREIGN_WASM = wasm(1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x78, 1, 0x79, 0, 0);

function modelFiles(library: Uint8Array<ArrayBuffer> = EMPTY_WASM, config: object = CONFIG) {
	return [
		jsonFile('mlc-chat-config.json', config),
		jsonFile('tokenizer.json', tokenizerJson()),
		{ name: 'model_lib.wasm', bytes: library }
	];
}

const MODEL: MlcModel = {
	weightsUrl: 'https://hub.example/org/model/resolve/abc/',
	libraryUrl: 'https://libs.example/main/web-llm-models/v9/base/Model_cs1k-webgpu.wasm',
	needsF16: false,
	windows: { context_window_size: 16 },
	manifest: null
};

class FakeDevice {
	readonly lost: Promise<{ reason: string; message: string }>;
	lose!: (reason: string, message?: string) => void;
	constructor() {
		this.lost = new Promise((resolve) => {
			this.lose = (reason, message = '') => resolve({ reason, message });
		});
	}
}

class FakeGpu {
	readonly device = new FakeDevice();
	features = new Set<string>();
	hasAdapter = true;
	requestAdapter(): Promise<unknown> {
		if (!this.hasAdapter) return Promise.resolve(null);
		return Promise.resolve({
			features: this.features,
			info: { vendor: 'acme', architecture: 'gen-1' },
			requestDevice: () => Promise.resolve(this.device)
		});
	}
}

/** What the library does between our calls, without a GPU. */
class FakeMlcEngine implements MlcEngine {
	static current: FakeMlcEngine;
	readonly calls: string[] = [];
	readonly config: ConstructorParameters<WebLlmLibrary['MLCEngine']>[0];
	loaded = true;
	fed: number[] = [];
	onReload: () => Promise<void> = () => Promise.resolve();
	logitsOf: (fed: readonly number[]) => Float32Array = (fed) => {
		return new Float32Array(VOCABULARY).fill(0).map((_, i) => i - fed.length);
	};
	beforeLogits: () => Promise<void> = () => Promise.resolve();

	constructor(config: ConstructorParameters<WebLlmLibrary['MLCEngine']>[0]) {
		this.config = config;
		FakeMlcEngine.current = this;
		FakeMlcEngine.prepare(this);
	}
	static prepare: (engine: FakeMlcEngine) => void = () => undefined;

	get hook(): LogitHook {
		const hook = this.config.logitProcessorRegistry.get('model');
		if (hook === undefined) throw new Error('no hook');
		return hook;
	}
	async reload(modelId: string, options: object): Promise<void> {
		this.calls.push(`reload ${modelId} ${JSON.stringify(options)}`);
		const { gpu } = navigator as unknown as { gpu: FakeGpu };
		const adapter = (await gpu.requestAdapter()) as { requestDevice(): Promise<unknown> };
		await adapter.requestDevice();
		await this.onReload();
	}
	unload(): Promise<void> {
		this.calls.push('unload');
		return Promise.resolve();
	}
	resetChat(): Promise<void> {
		this.calls.push('reset');
		this.fed = [];
		return Promise.resolve();
	}
	getMessage(): Promise<string> {
		return this.loaded ? Promise.resolve('') : Promise.reject(new Error('not loaded'));
	}
	async forwardTokensAndSample(tokenIds: number[], isPrefill: boolean): Promise<number> {
		this.calls.push(`${isPrefill ? 'prefill' : 'decode'} ${tokenIds.join(' ')}`);
		this.fed.push(...tokenIds);
		await this.beforeLogits();
		this.hook.processLogits(this.logitsOf(this.fed));
		return 7;
	}
}

const fakeLibrary = () =>
	Promise.resolve({
		library: { MLCEngine: FakeMlcEngine } satisfies WebLlmLibrary,
		version: '9.9.9'
	});
const realLibrary = () =>
	Promise.resolve({ library: webLlm satisfies WebLlmLibrary, version: '0.2.86' });

const OPTIONS = { backend: 'webgpu', weightsFile: '', runtimeUrl: '', mlc: MODEL } as const;
const never = new AbortController().signal;
let gpu: FakeGpu;

beforeEach(() => {
	gpu = new FakeGpu();
	vi.stubGlobal('navigator', { gpu });
	vi.stubGlobal('location', { origin: 'http://127.0.0.1' });
	FakeMlcEngine.prepare = () => undefined;
});
afterEach(() => void vi.unstubAllGlobals());

function load(files: readonly ModelFile[] = modelFiles(), mlc = MODEL): Promise<EngineSession> {
	return new WebLlmEngine({ loadLibrary: fakeLibrary }).load(files, { ...OPTIONS, mlc }, never);
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
	return work.then(
		() => Promise.reject(new Error('it worked')),
		(error: unknown) => toAppError(error)
	);
}

describe('loading', () => {
	test('records name, version, build and adapter for the run file', async () => {
		const { engine, contextLength } = await load();
		expect(engine).toEqual({
			name: 'web-llm',
			version: '9.9.9',
			build: expect.stringMatching(
				/^v9\/base\/Model_cs1k-webgpu\.wasm sha256:[0-9a-f]{64}$/
			) as string,
			backend: 'webgpu',
			threads: 1,
			prefill: 'one-pass',
			options: { context_window_size: '16' },
			adapter: { vendor: 'acme', architecture: 'gen-1' }
		});
		expect(contextLength).toBe(16);
	});

	test("the library's own sampler is set to neutral", async () => {
		await load();
		expect(FakeMlcEngine.current.calls[0]).toBe(
			'reload model {"temperature":1,"top_p":1,"repetition_penalty":1,"frequency_penalty":0,"presence_penalty":0,"context_window_size":16}'
		);
	});

	test('leaves the browser’s own caches and adapter request as they were', async () => {
		const before = Object.getOwnPropertyDescriptor(globalThis, 'caches');
		await load();
		expect(Object.getOwnPropertyDescriptor(globalThis, 'caches')).toEqual(before);
		expect(Object.hasOwn(gpu, 'requestAdapter')).toBe(false);
	});

	test.each([
		['no WebGPU', () => vi.stubGlobal('navigator', {}), 'no-webgpu'],
		['no adapter', () => (gpu.hasAdapter = false), 'no-adapter']
	])('%s is said as such', async (_title, arrange, reason) => {
		arrange();
		expect(await refusal(load())).toMatchObject({
			code: 'webgpu-unavailable',
			details: { reason }
		});
	});

	test('a model in 16-bit floats needs an adapter that has them', async () => {
		const f16 = { ...MODEL, needsF16: true };
		expect(await refusal(load(modelFiles(), f16))).toMatchObject({
			code: 'webgpu-unavailable',
			details: { reason: 'no-f16' }
		});
		gpu.features.add('shader-f16');
		await expect(load(modelFiles(), f16)).resolves.toBeDefined();
	});

	test('a device that is lost meanwhile means the model is too large', async () => {
		FakeMlcEngine.prepare = (engine) => {
			engine.onReload = () => {
				gpu.device.lose('destroyed');
				return Promise.reject(new Error('Tensor has already been disposed'));
			};
		};
		expect(await refusal(load())).toMatchObject({ code: 'engine-out-of-memory' });
	});

	test('a reload that resolves with nothing loaded is a failure', async () => {
		FakeMlcEngine.prepare = (engine) => (engine.loaded = false);
		expect(await refusal(load())).toMatchObject({ code: 'engine-failed' });
	});

	test('cancelled, it ends at once and unloads', async () => {
		const controller = new AbortController();
		FakeMlcEngine.prepare = (engine) => {
			engine.onReload = () => {
				controller.abort();
				return new Promise(() => undefined);
			};
		};
		const engine = new WebLlmEngine({ loadLibrary: fakeLibrary });
		expect(await refusal(engine.load(modelFiles(), OPTIONS, controller.signal))).toMatchObject({
			code: 'aborted'
		});
		expect(FakeMlcEngine.current.calls).toContain('unload');
	});

	test.each(['mlc-chat-config.json', 'tokenizer.json', 'model_lib.wasm'])(
		'names %s when it is missing',
		async (file) => {
			const files = modelFiles().filter(({ name }) => name !== file);
			expect(await refusal(load(files))).toMatchObject({
				code: 'model-file-missing',
				details: { file }
			});
		}
	);

	test('names the field of a configuration that does not fit', async () => {
		const config = { ...CONFIG, conv_template: { ...CONFIG.conv_template, seps: [] } };
		expect(await refusal(load(modelFiles(EMPTY_WASM, config)))).toMatchObject({
			code: 'model-invalid',
			details: { file: 'mlc-chat-config.json', problem: expect.stringContaining('seps') as string }
		});
	});

	test('a tokenizer of another model is refused', async () => {
		const config = { ...CONFIG, vocab_size: 100 };
		expect(await refusal(load(modelFiles(EMPTY_WASM, config)))).toMatchObject({
			code: 'model-vocabulary-mismatch',
			details: { tokens: 259, logits: 100 }
		});
	});

	test('the weights store has the shape of the caches that it reads from', () => {
		expectTypeOf<WeightCacheStorage>().toExtend<ArtifactCaches>();
	});

	test('reads from the given caches, by real addresses', async () => {
		const asked: string[] = [];
		const caches: ArtifactCaches = {
			open: () =>
				Promise.resolve({
					match: (request: Request | string) => {
						asked.push((request as Request).url);
						return Promise.resolve(new Response(EMPTY_WASM));
					},
					add: () => Promise.resolve(),
					keys: () => Promise.resolve([{ url: MODEL.libraryUrl }, { url: `${MODEL.weightsUrl}a` }]),
					delete: () => Promise.resolve(true)
				})
		};
		FakeMlcEngine.prepare = (engine) => {
			engine.onReload = async () => {
				const cache = await globalThis.caches.open('webllm/model');
				const [record] = engine.config.appConfig.model_list;
				await cache.match(new Request(`${record?.model ?? ''}params_shard_0.bin`));
				const keys = await cache.keys();
				expect(keys.map(({ url }) => url)).toEqual([record?.model_lib, `${record?.model ?? ''}a`]);
			};
		};
		const engine = new WebLlmEngine({ caches, loadLibrary: fakeLibrary });
		await engine.load(modelFiles().slice(0, 2), OPTIONS, never);
		expect(asked).toEqual([MODEL.libraryUrl, `${MODEL.weightsUrl}params_shard_0.bin`]);
	});
});

describe('stepping', () => {
	test('resets first, feeds exact ids, and gives the raw logits of the last position', async () => {
		const session = await load();
		session.reset();
		const logits = await session.step([1, 2, 3], never);
		expect(logits.length).toBe(VOCABULARY);
		expect([logits[0], logits[259]]).toEqual([-3, 256]);
		await session.step([4], never);
		expect(FakeMlcEngine.current.calls.slice(1)).toEqual(['reset', 'prefill 1 2 3', 'decode 4']);
	});

	test('a reset makes the next step a prefill of an empty cache', async () => {
		const session = await load();
		const first = Float32Array.from(await session.step([5], never));
		await session.step([6], never);
		session.reset();
		expect(await session.step([5], never)).toEqual(first);
		expect(FakeMlcEngine.current.calls.slice(1)).toEqual([
			'reset',
			'prefill 5',
			'decode 6',
			'reset',
			'prefill 5'
		]);
	});

	test('the prompt’s ids come from the template and the model’s own tokenizer', async () => {
		const { tokenizer } = await load();
		const text = textOfChat(tokenizer.renderChat([{ role: 'user', content: 'Hi' }], null));
		expect(text).toBe('<s><|user|>Hi<|end|><|assistant|>');
		expect(tokenizer.encode(text, false).slice(0, 5)).toEqual([256, 258, 72, 105, 257]);
		expect(tokenizer.stopTokenIds).toEqual([2, 0, 257]);
		expect(tokenizer.stopTexts).toEqual(['User:']);
		expect(tokenizer.vocabularySize).toBe(VOCABULARY);
		expect(JSON.parse(tokenizer.chatTemplate ?? '')).toEqual(CONFIG.conv_template);
	});

	test.each([
		[
			'NaN',
			() => new Float32Array(VOCABULARY).fill(NaN),
			'engine-failed',
			{ reason: 'nan-logits' }
		],
		['too few', () => new Float32Array(9), 'model-invalid', { expected: VOCABULARY, actual: 9 }]
	])('%s logits are refused', async (_title, logits, code, details) => {
		const session = await load();
		FakeMlcEngine.current.logitsOf = logits;
		expect(await refusal(session.step([1], never))).toMatchObject({ code, details });
	});

	test.each([
		['no token', []],
		['a token outside the vocabulary', [VOCABULARY]],
		['more than the context holds', new Array<number>(17).fill(1)]
	])('%s is refused before the GPU sees it', async (_title, tokenIds) => {
		const session = await load();
		expect(await refusal(session.step(tokenIds, never))).toMatchObject({ code: 'engine-failed' });
		expect(FakeMlcEngine.current.calls).toHaveLength(1);
	});

	test('cancelled, it ends at once, and the next step waits for the pass', async () => {
		const session = await load();
		const controller = new AbortController();
		let finish: () => void = () => undefined;
		FakeMlcEngine.current.beforeLogits = () => new Promise((resolve) => (finish = resolve));
		const step = refusal(session.step([1], controller.signal));
		await vi.waitUntil(() => FakeMlcEngine.current.calls.includes('prefill 1'));
		controller.abort();
		expect(await step).toMatchObject({ code: 'aborted' });
		session.reset();
		FakeMlcEngine.current.beforeLogits = () => Promise.resolve();
		const next = session.step([2], never);
		expect(FakeMlcEngine.current.calls).not.toContain('prefill 2');
		finish();
		expect((await next)[0]).toBe(-1);
	});

	test.each([
		['unknown', 'device-lost'],
		['destroyed', 'engine-out-of-memory']
	])('a device lost as "%s" ends the step as %s, and the session', async (reason, code) => {
		const session = await load();
		FakeMlcEngine.current.beforeLogits = () => {
			gpu.device.lose(reason, 'gone');
			return Promise.reject(new Error('Tensor has already been disposed'));
		};
		expect(await refusal(session.step([1], never))).toMatchObject({ code });
		expect(await session.lost).toBe(`${reason}: gone`);
	});

	test('what throws in a pass ends the session: only a new worker helps', async () => {
		const session = await load();
		FakeMlcEngine.current.beforeLogits = () => Promise.reject(new Error('ExitStatus'));
		expect(await refusal(session.step([1], never))).toMatchObject({ code: 'engine-failed' });
		expect(await session.lost).toBe('ExitStatus');
		expect(await refusal(session.step([1], never))).toMatchObject({ code: 'engine-failed' });
	});

	test('unloaded in the middle of a pass, it ends as cancelled', async () => {
		const session = await load();
		let fail: (error: Error) => void = () => undefined;
		FakeMlcEngine.current.beforeLogits = () => new Promise((_, reject) => (fail = reject));
		const step = refusal(session.step([1], never));
		await vi.waitUntil(() => FakeMlcEngine.current.calls.includes('prefill 1'));
		await session.dispose();
		fail(new Error('Module has already been disposed'));
		expect(await step).toMatchObject({ code: 'aborted' });
	});
});

describe('against the real library', () => {
	// Its WebAssembly glue takes Node for a CommonJS world.
	beforeEach(() => void vi.stubGlobal('__dirname', '/'));

	function loadReal(library: Uint8Array<ArrayBuffer>): Promise<EngineSession> {
		return new WebLlmEngine({ loadLibrary: realLibrary }).load(modelFiles(library), OPTIONS, never);
	}

	test.each([
		['another version', UNLINKABLE_WASM],
		['another runtime', FOREIGN_WASM]
	])('a model library of %s is named as such', async (_title, library) => {
		expect(await refusal(loadReal(library))).toMatchObject({
			code: 'model-invalid',
			details: { reason: 'library-version' }
		});
	});

	test('a model library that is no WebAssembly is invalid', async () => {
		expect(await refusal(loadReal(new Uint8Array([1, 2, 3, 4])))).toMatchObject({
			code: 'model-invalid'
		});
	});

	test('what it throws when nothing is loaded is an engine failure', async () => {
		const { MLCEngine } = webLlm satisfies WebLlmLibrary;
		const engine = new MLCEngine();
		const error = await engine.getMessage('model').catch((cause: unknown) => cause);
		expect((error as Error).name).toBe('ModelNotLoadedError');
	});
});
