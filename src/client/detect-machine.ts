/** What limits the models that this machine can run: its graphics adapter and its memory. */
import { adapterSource, askAdapter } from './ask-adapter.ts';
import { isSoftwareAdapter } from './software-adapter.ts';

export interface MachineFacts {
	/** Null without WebGPU or without an adapter. */
	readonly adapter: {
		readonly features: ReadonlySet<string>;
		readonly limits: GPUSupportedLimits;
		/** True for a CPU that plays GPU. */
		readonly isSoftware: boolean;
	} | null;
	/** In MB (2^20 bytes); browsers round and cap it. Null where they do not tell. */
	readonly memoryMB: number | null;
}

const ADAPTER_TIMEOUT_MS = 5_000;

/** Never rejects; takes at most five seconds. */
export async function detectMachine(): Promise<MachineFacts> {
	// Missing in some browsers, whatever the types say.
	const { deviceMemory } = navigator as { deviceMemory?: number };
	const source = adapterSource();
	const late = new Promise<null>((resolve) => setTimeout(resolve, ADAPTER_TIMEOUT_MS, null));
	const asked = source === null ? null : askAdapter(source).catch(() => null);
	const adapter = await Promise.race([asked, late]);
	return {
		adapter:
			adapter === null
				? null
				: {
						features: new Set(adapter.features),
						limits: adapter.limits,
						isSoftware: isSoftwareAdapter(adapter.info)
					},
		memoryMB: deviceMemory === undefined ? null : deviceMemory * 1024
	};
}
