/** An engine that fails on purpose. Tests only: the app has no way to reach it. */
import {
	textOfChat,
	type Engine,
	type EngineSession,
	type EngineTokenizer
} from '#engines/engine.ts';

export type Fault =
	/** Every step takes 20 ms. */
	| 'slow'
	/** Every step takes 700 ms, whoever calls it off. */
	| 'slow-passes'
	/** The third step never ends, whatever happens. */
	| 'hangs'
	/** The third step keeps the thread busy for ever. */
	| 'spins'
	/** The third step throws where nobody can catch it. */
	| 'crashes'
	/** An abort in the third step is answered after 200 ms. */
	| 'aborts-late'
	/** The GPU device is lost in the third step, which never ends. */
	| 'loses-device'
	/** The third step throws something that is no AppError. */
	| 'throws'
	/** Nothing fails but the check of the model's files, which does not end. */
	| 'checks-for-ever';

/** A message on this channel says that the step that fails has begun. */
export const FAULT_CHANNEL = 'faulty-engine';

const VOCABULARY_SIZE = 26;
const FAULTY_STEP = 3;

const idsOf = (text: string): number[] =>
	Array.from(text, (character) => character.charCodeAt(0) % VOCABULARY_SIZE);

const tokenizer: EngineTokenizer = {
	vocabularySize: VOCABULARY_SIZE,
	stopTokenIds: [],
	specialTokenIds: new Set(),
	chatTemplate: null,
	encode: idsOf,
	encodePrompt: (pieces) => ({ tokenIds: idsOf(textOfChat({ pieces })), spelled: [] }),
	decode: (ids) => ids.map((id) => String.fromCharCode(97 + id)).join(''),
	piece: (id) => String.fromCharCode(97 + id),
	renderChat: (messages) => ({
		pieces: messages.map(({ content }) => ({ text: content, fromContent: true })),
		usesDate: false
	})
};

const forever = <T>() => new Promise<T>(() => undefined);
const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function whenAborted(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) =>
		signal.addEventListener('abort', () => resolve(), { once: true })
	);
}

export class FaultyEngine implements Engine {
	readonly #fault: Fault;

	constructor(fault: Fault) {
		this.#fault = fault;
	}

	load(): Promise<EngineSession> {
		const fault = this.#fault;
		let lose: (reason: string) => void = () => undefined;
		const lost = new Promise<string>((resolve) => {
			lose = resolve;
		});
		let steps = 0;
		const channel = new BroadcastChannel(FAULT_CHANNEL);
		const fail = async (signal: AbortSignal): Promise<void> => {
			channel.postMessage(fault);
			if (fault === 'aborts-late') await whenAborted(signal).then(() => after(200));
			if (fault === 'throws') throw new TypeError('no vendor error that anybody knows');
			if (fault === 'crashes')
				setTimeout(() => {
					throw new Error('crashed on purpose');
				}, 0);
			if (fault === 'loses-device') lose('destroyed on purpose');
			while (fault === 'spins');
			if (fault === 'hangs' || fault === 'crashes' || fault === 'loses-device') await forever();
		};
		return Promise.resolve({
			tokenizer,
			contextLength: 10_000,
			engine: {
				name: 'faulty',
				version: '0',
				build: 'test',
				backend: 'wasm',
				threads: 1,
				prefill: 'token-by-token',
				options: {},
				adapter: null
			},
			lost,
			reset: () => {
				steps = 0;
			},
			step: async (_ids, signal) => {
				steps += 1;
				if (fault === 'slow') await after(20);
				else if (fault === 'slow-passes') await after(700);
				else if (steps === FAULTY_STEP) await fail(signal);
				return Float32Array.from({ length: VOCABULARY_SIZE }, (_, id) => Math.cos(id * steps));
			},
			dispose: () => Promise.resolve()
		});
	}
}
