/** What has to be known of an MLC model beside its own files, to run it in WebLLM. */

/** Sizes of the KV cache that a model record sets over the model's configuration; −1 is off. */
export interface MlcWindows {
	readonly context_window_size?: number;
	readonly sliding_window_size?: number;
	readonly attention_sink_size?: number;
	readonly max_history_size?: number;
}

export interface MlcModel {
	/** Where weights, configuration and tokenizer are: absolute, with a trailing slash. */
	readonly weightsUrl: string;
	/** Where the compiled model library is: absolute. It is the file `model_lib.wasm` of the model. */
	readonly libraryUrl: string;
	/** Whether its kernels use the WebGPU feature `shader-f16`. */
	readonly needsF16: boolean;
	readonly windows: MlcWindows;
	/** Name of the package manifest, for the few models that have one. */
	readonly manifest: string | null;
}
