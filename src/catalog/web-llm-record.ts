/**
 * WebLLM's own list of models, as `tools/catalog/write-web-llm-records.ts` reads it from the installed
 * library; a test fails when the two differ.
 */

/** @see https://github.com/mlc-ai/web-llm/blob/main/src/config.ts `ModelRecord` */
export interface WebLlmRecord {
	readonly model: string;
	readonly model_id: string;
	readonly model_lib: string;
	readonly vram_required_MB: number;
	readonly low_resource_required?: boolean;
	readonly buffer_size_required_bytes?: number;
	readonly required_features?: readonly string[];
	/** 0 or absent: text, 1: embedding, 2: text and images. */
	readonly model_type?: number;
	readonly model_manifest?: string;
	readonly overrides?: {
		readonly context_window_size?: number;
		readonly sliding_window_size?: number;
		readonly max_history_size?: number;
	};
}

export interface WebLlmRecords {
	/** Of the npm package. */
	readonly webLlmVersion: string;
	/** Of the compiled model libraries. */
	readonly modelVersion: string;
	readonly models: readonly WebLlmRecord[];
}

/** Fetches the list (60 kB): only the catalogue needs it. */
export async function loadWebLlmRecords(): Promise<WebLlmRecords> {
	const { default: records } = await import('./web-llm-records.json');
	return records;
}
