import { describe, expect, test, vi } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import type { WebGpuSupport } from '#client/detect-backends.ts';
import { AppError } from '#core/errors.ts';
import type { GenerateResult, LoadedModel, LoadProgress } from '#protocol/worker-api.ts';
import type { ModelClient } from './model-parts.ts';
import { ModelState } from './model-state.svelte.ts';

const LOADED: LoadedModel = {
	digest: `sha256:${'0'.repeat(64)}`,
	resources: [],
	engine: {
		name: 'fake',
		version: '1',
		build: 'test',
		backend: 'wasm',
		threads: 1,
		prefill: 'one-pass',
		options: {},
		adapter: null
	},
	unfoldedBytes: 0,
	contextLength: 512,
	vocabularySize: 10,
	halfFloats: false,
	stopTokenIds: [],
	hasChatTemplate: true,
	thinkingMarks: null,
	published: null,
	internals: null,
	mask: null,
	selfTest: { kind: 'passed' },
	selfTestMs: 0,
	loadMs: 1
};

class FakeClient implements ModelClient {
	readonly dead: Promise<AppError>;
	die: (reason: AppError) => void = () => undefined;
	report: (progress: LoadProgress) => void = () => undefined;
	loadOutcome: () => Promise<LoadedModel> = () => Promise.resolve(LOADED);
	readonly followCheck = vi.fn();
	readonly leaveCheck = vi.fn();
	readonly terminate = vi.fn();
	readonly preview = vi.fn<ModelClient['preview']>();
	readonly spell = vi.fn<ModelClient['spell']>();
	readonly generate = vi.fn<ModelClient['generate']>(() => Promise.resolve({} as GenerateResult));
	readonly verify = vi.fn<ModelClient['verify']>();
	readonly analyse = vi.fn<ModelClient['analyse']>();

	constructor() {
		this.dead = new Promise((resolve) => {
			this.die = resolve;
		});
	}

	load: ModelClient['load'] = (_request, _signal, onProgress) => {
		this.report = onProgress;
		return this.loadOutcome();
	};
}

const NO_GPU: WebGpuSupport = { available: false, reason: 'no-api' };
const GPU: WebGpuSupport = {
	available: true,
	vendor: 'acme',
	architecture: 'one',
	shaderF16: false,
	software: false
};

function setup(
	prepare: (client: FakeClient, number: number) => void = () => undefined,
	webgpu: WebGpuSupport = NO_GPU
) {
	const clients: FakeClient[] = [];
	let nowMs = 0;
	const model = new ModelState({
		catalog: [sprout],
		createClient: () => {
			const client = new FakeClient();
			prepare(client, clients.length);
			clients.push(client);
			return client;
		},
		createLoadRequest: (_model, precision, backend) => ({
			engine: 'onnx',
			backend,
			files: [],
			weightsFile: precision.weightsFile,
			runtimeUrl: ''
		}),
		detectBackends: () => Promise.resolve({ wasm: true, webgpu }),
		now: () => nowMs
	});
	return { model, clients, setNow: (value: number) => (nowMs = value) };
}

const crash = new AppError('worker-crashed', 'test');

describe('the model in use', () => {
	test('loads its default on the CPU where there is no graphics card', async () => {
		const { model } = setup();
		await model.loadDefault();
		expect(model.status.kind).toBe('ready');
		expect(model.choice).toEqual({ modelId: 'sprout', precisionId: 'int8', backend: 'wasm' });
	});

	test('loads its default on the graphics card where there is one', async () => {
		const { model } = setup(undefined, GPU);
		await model.loadDefault();
		expect(model.choice?.backend).toBe('webgpu');
	});

	test('loads its default on the CPU where the CPU plays the graphics card', async () => {
		const { model } = setup(undefined, { ...GPU, software: true });
		await model.loadDefault();
		expect(model.choice?.backend).toBe('wasm');
	});

	test('falls back to the CPU when the graphics card cannot run its default', async () => {
		const { model } = setup((client, number) => {
			if (number === 0) client.loadOutcome = () => Promise.reject(new AppError('device-lost', ''));
		}, GPU);
		await model.loadDefault();
		expect(model.status.kind).toBe('ready');
		expect(model.choice?.backend).toBe('wasm');
	});

	test('ends the old worker when another precision is chosen', async () => {
		const { model, clients } = setup();
		await model.load(model.defaultChoice);
		await model.load({ ...model.defaultChoice, precisionId: 'fp32' });
		expect(clients).toHaveLength(2);
		expect(clients[0]?.terminate).toHaveBeenCalled();
		expect(model.precision?.id).toBe('fp32');
	});

	test('says why it could not be loaded, and can be tried again', async () => {
		const { model } = setup((client, number) => {
			if (number === 0)
				client.loadOutcome = () => Promise.reject(new AppError('model-unreachable', ''));
		});
		await model.load(model.defaultChoice);
		expect(model.status).toMatchObject({ kind: 'failed', error: { code: 'model-unreachable' } });
		await model.restart();
		expect(model.status.kind).toBe('ready');
	});

	test('starts again by itself after a crash, once, and then asks', async () => {
		const { model, clients } = setup();
		await model.load(model.defaultChoice);
		clients[0]?.die(crash);
		await vi.waitFor(() => expect(clients).toHaveLength(2));
		await vi.waitFor(() => expect(model.status.kind).toBe('ready'));
		expect(model.restartedAfter).toBe(crash);
		clients[1]?.die(crash);
		await vi.waitFor(() => expect(model.status.kind).toBe('failed'));
		expect(clients).toHaveLength(2);
	});

	test('is named at once when the self-test finds a fault, until that is dismissed or another is loaded', async () => {
		const { model } = setup((client, number) => {
			const loaded: LoadedModel = { ...LOADED, selfTest: { kind: 'not-a-number' } };
			if (number === 0) client.loadOutcome = () => Promise.resolve(loaded);
		});
		await model.load(model.defaultChoice);
		expect(model.status.kind).toBe('ready');
		expect(model.fault).toEqual({ kind: 'not-a-number' });
		await model.load({ ...model.defaultChoice, precisionId: 'fp32' });
		expect(model.fault).toBeNull();
	});

	test('does not start again by itself when its files turn out to be damaged', async () => {
		const { model, clients } = setup();
		await model.load(model.defaultChoice);
		const damage = new AppError('model-digest-mismatch', 'damaged');
		clients[0]?.die(damage);
		await vi.waitFor(() => expect(model.status).toEqual({ kind: 'failed', error: damage }));
		expect(clients).toHaveLength(1);
	});

	test('may start again by itself once more after a run that went well', async () => {
		const { model, clients } = setup();
		await model.load(model.defaultChoice);
		clients[0]?.die(crash);
		await vi.waitFor(() => expect(clients).toHaveLength(2));
		await vi.waitFor(() => expect(model.status.kind).toBe('ready'));
		await model.generate({} as never, new AbortController().signal, () => undefined);
		clients[1]?.die(crash);
		await vi.waitFor(() => expect(clients).toHaveLength(3));
		await vi.waitFor(() => expect(model.status.kind).toBe('ready'));
	});

	test('pays no attention to the death of a worker it has let go', async () => {
		const { model, clients } = setup();
		await model.load(model.defaultChoice);
		await model.load({ ...model.defaultChoice, precisionId: 'q4' });
		clients[0]?.die(crash);
		await Promise.resolve();
		expect(model.status.kind).toBe('ready');
		expect(clients).toHaveLength(2);
	});

	test('shows rate and remaining time once there is something to measure', () => {
		const { model, clients, setNow } = setup((client) => {
			client.loadOutcome = () => new Promise(() => undefined);
		});
		void model.load(model.defaultChoice);
		setNow(1000);
		clients[0]?.report({ phase: 'download', loadedBytes: 500, totalBytes: 2000 });
		expect(model.status).toMatchObject({
			kind: 'loading',
			progress: { bytesPerSecond: 500, remainingMs: 3000 }
		});
	});

	test('does not run two generations at once', async () => {
		const { model } = setup((client) => {
			client.generate.mockReturnValue(new Promise(() => undefined));
		});
		await model.load(model.defaultChoice);
		const { signal } = new AbortController();
		void model.generate({} as never, signal, () => undefined);
		await expect(model.generate({} as never, signal, () => undefined)).rejects.toMatchObject({
			code: 'busy'
		});
	});
});
