/**
 * The part of `@mlc-ai/web-llm` that the adapter uses, as a structure: a library of another version
 * can be put under it.
 */

/** @see https://github.com/mlc-ai/web-llm/blob/main/src/types.ts */
export interface LogitHook {
	/** @param logits raw, full vocabulary; the library's own array */
	processLogits(logits: Float32Array): Float32Array;
	processSampledToken(token: number): void;
	resetState(): void;
}

/** Neutral settings for the library's own sampler, and the sizes of its KV cache. */
export interface WebLlmChatOptions {
	readonly temperature: number;
	readonly top_p: number;
	readonly repetition_penalty: number;
	readonly frequency_penalty: number;
	readonly presence_penalty: number;
	readonly context_window_size?: number;
	readonly sliding_window_size?: number;
	readonly attention_sink_size?: number;
	readonly max_history_size?: number;
}

export interface WebLlmModelRecord {
	model: string;
	model_id: string;
	model_lib: string;
	model_manifest?: string;
}

export interface MlcEngine {
	reload(modelId: string, chatOptions: WebLlmChatOptions): Promise<void>;
	unload(): Promise<void>;
	resetChat(keepStats: boolean, modelId: string): Promise<void>;
	/** @throws the library's ModelNotLoadedError: the only public way to ask whether one is loaded */
	getMessage(modelId: string): Promise<string>;
	/** @returns the library's own draw, which the adapter ignores */
	forwardTokensAndSample(tokenIds: number[], isPrefill: boolean, modelId: string): Promise<number>;
}

export interface WebLlmLibrary {
	readonly MLCEngine: new (config: {
		appConfig: { model_list: WebLlmModelRecord[] };
		logitProcessorRegistry: Map<string, LogitHook>;
		logLevel: 'WARN';
	}) => MlcEngine;
}

export interface LoadedWebLlm {
	readonly library: WebLlmLibrary;
	/** Of the npm package: it and the model library's version belong together. */
	readonly version: string;
}

/** Fetches the library (7 MB): never before a model needs it. */
export async function loadWebLlm(): Promise<LoadedWebLlm> {
	const [library, { version }] = await Promise.all([
		import('@mlc-ai/web-llm'),
		import('@mlc-ai/web-llm/package.json')
	]);
	return { library, version };
}
