/** What the adapter needs to know of WebGPU: whether there is one, which, and when it is lost. */
import { AppError } from '#core/errors.ts';
import type { RunEngine } from '#core/run-file/schema.ts';

/**
 * Asked before the 27 MB build is fetched.
 *
 * @returns what the adapter can do beyond the standard, e.g. `shader-f16`
 * @throws AppError `webgpu-unavailable`
 */
export async function requireWebGpu(): Promise<ReadonlySet<string>> {
	const gpu = navigator.gpu as GPU | undefined;
	if (gpu === undefined) throw new AppError('webgpu-unavailable', 'the browser has no WebGPU');
	const adapter = await gpu.requestAdapter().catch((cause: unknown) => {
		throw new AppError('webgpu-unavailable', 'the adapter cannot be had', { cause });
	});
	if (adapter === null) throw new AppError('webgpu-unavailable', 'no usable graphics adapter');
	return adapter.features;
}

export function describeAdapter(device: GPUDevice): NonNullable<RunEngine['adapter']> {
	const { vendor, architecture } = device.adapterInfo;
	return { vendor, architecture };
}

/** Settles with a reason when the device is gone, also when someone destroyed it. */
export async function whenDeviceLost(device: GPUDevice): Promise<string> {
	const { reason, message } = await device.lost;
	return message === '' ? reason : `${reason}: ${message}`;
}
