/** What this browser can run models on. */
import { adapterSource, askAdapter } from './ask-adapter.ts';
import { isSoftwareAdapter } from './software-adapter.ts';

export type WebGpuSupport =
	| {
			readonly available: true;
			readonly vendor: string;
			readonly architecture: string;
			/** Whether shaders can compute in 16-bit floats. */
			readonly shaderF16: boolean;
			/** True for a CPU that plays GPU: correct, and slower than the CPU backend. */
			readonly software: boolean;
	  }
	| {
			readonly available: false;
			/** The browser does not know it, the driver is silent, or there is no graphics card for it. */
			readonly reason: 'no-api' | 'no-answer' | 'no-adapter';
	  }
	| { readonly available: false; readonly reason: 'failed'; readonly message: string };

export interface BackendSupport {
	readonly wasm: true;
	readonly webgpu: WebGpuSupport;
}

/** A driver that hangs must not hold up the page. */
const ADAPTER_TIMEOUT_MS = 5_000;

function timeout(milliseconds: number): { expired: Promise<'timeout'>; clear: () => void } {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const expired = new Promise<'timeout'>((resolve) => {
		timer = setTimeout(() => resolve('timeout'), milliseconds);
	});
	return { expired, clear: () => clearTimeout(timer) };
}

async function detectWebGpu(again: boolean): Promise<WebGpuSupport> {
	const source = adapterSource();
	if (source === null) return { available: false, reason: 'no-api' };
	const { expired, clear } = timeout(ADAPTER_TIMEOUT_MS);
	try {
		const adapter = await Promise.race([askAdapter(source, again), expired]);
		if (adapter === 'timeout') return { available: false, reason: 'no-answer' };
		if (adapter === null) return { available: false, reason: 'no-adapter' };
		const { vendor, architecture } = adapter.info;
		return {
			available: true,
			vendor,
			architecture,
			shaderF16: adapter.features.has('shader-f16'),
			software: isSoftwareAdapter(adapter.info)
		};
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		return { available: false, reason: 'failed', message };
	} finally {
		clear();
	}
}

/**
 * Asks for an adapter and creates no device. Never rejects; takes at most five seconds.
 *
 * @param again also where there was none on the last visit
 */
export async function detectBackends(again = false): Promise<BackendSupport> {
	return { wasm: true, webgpu: await detectWebGpu(again) };
}
