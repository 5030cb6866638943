import { describe, expect, test } from 'vitest';
import { claimOfRun } from '#core/verification/claim.ts';
import { DEFAULT_SETTINGS } from '#core/sampling/settings.ts';
import type { EngineSession } from '#engines/engine.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { InferenceService } from './inference-service.ts';

const VOCABULARY = 128;
const ANSWER = 'Hello.\n<human>: and on it goes';
const ENGINE = {
	name: 'scripted',
	version: '1',
	build: 'none',
	backend: 'wasm',
	threads: 1,
	prefill: 'one-pass',
	options: {},
	adapter: null
} as const;

const codesOf = (text: string): number[] =>
	Array.from(text, (character) => character.charCodeAt(0));

/** Writes `ANSWER`, letter by letter; its template ends a turn with a text that is no token. */
class ScriptedSession implements EngineSession {
	readonly tokenizer = {
		vocabularySize: VOCABULARY,
		stopTokenIds: [],
		stopTexts: ['<human>:'],
		specialTokenIds: new Set<number>(),
		chatTemplate: 'a template',
		encode: codesOf,
		encodePrompt: () => ({ tokenIds: codesOf('hi'), spelled: [] }),
		decode: (ids: readonly number[]) => String.fromCharCode(...ids),
		piece: (id: number) => String.fromCharCode(id),
		renderChat: () => ({ pieces: [{ text: 'hi', fromContent: true }], usesDate: false })
	};
	readonly contextLength = 100;
	readonly engine = ENGINE;
	readonly lost = new Promise<string>(() => undefined);
	#next = 0;

	reset(): void {
		this.#next = 0;
	}

	step(): Promise<Float32Array> {
		const logits = new Float32Array(VOCABULARY);
		logits[ANSWER.charCodeAt(this.#next++)] = 50;
		return Promise.resolve(logits);
	}

	dispose(): Promise<void> {
		return Promise.resolve();
	}
}

const LOAD: LoadRequest = {
	engine: 'onnx',
	backend: 'wasm',
	files: [],
	weightsFile: '',
	runtimeUrl: '',
	stored: 'scripted'
};
const STORED = {
	files: [],
	resources: [{ name: 'weights', size_bytes: 1, digest: `sha256:${'0'.repeat(64)}` }]
};
const never = new AbortController().signal;
const ignore = () => undefined;

async function loaded() {
	const engine = { load: () => Promise.resolve(new ScriptedSession()) };
	const service = new InferenceService({ onnx: () => Promise.resolve(engine) }, () =>
		Promise.resolve(STORED)
	);
	return { service, model: await service.load(LOAD, never, ignore) };
}

function request(rest: Partial<GenerateRequest> = {}): GenerateRequest {
	return {
		prompt: { mode: 'chat', messages: [{ role: 'user', content: 'hi' }] },
		settings: { ...DEFAULT_SETTINGS, seed: '1', max_tokens: 40, stop_sequences: ['never'] },
		forcedTokenIds: [],
		alternatives: 0,
		...rest
	};
}

describe('a text with which a model’s template ends a turn', () => {
	test('ends an answer, is in the run, and verifies', async () => {
		const { service, model } = await loaded();
		const run = await service.generate(request(), never, ignore);
		expect(run.request.stop_sequences).toEqual(['never', '<human>:']);
		expect(run.output).toMatchObject({
			text: 'Hello.\n',
			finish_reason: 'stop',
			stop_sequence: '<human>:'
		});
		const claim = claimOfRun({
			model: {
				name: 'scripted',
				family: 'test',
				format: 'mlc',
				quantization: 'q0f32',
				license: null,
				source: { url: 'local folder', revision: null },
				digest: model.digest,
				resources: []
			},
			...run
		});
		const verified = await service.verify({ claim, exact: true }, never, ignore);
		expect(verified.verdict.verdict).toBe('bit-exact');
		const longer = { ...claim, stopSequence: null, finishReason: 'length' as const };
		const refused = await service.verify({ claim: longer, exact: true }, never, ignore);
		expect(refused.verdict.verdict).not.toBe('bit-exact');
	});

	test('belongs to the conversation: a completion writes on', async () => {
		const { service } = await loaded();
		const prompt = { mode: 'completion', prompt: 'hi' } as const;
		const { output } = await service.generate(request({ prompt }), never, ignore);
		expect(output.text).toContain('<human>: and on');
	});

	test('is not added to a recorded run, which brings all of its ends', async () => {
		const { service } = await loaded();
		const regrown = await service.generate(request({ stopTokenIds: [] }), never, ignore);
		expect(regrown.request.stop_sequences).toEqual(['never']);
	});
});
