/** The GPU device that the library asks for and keeps to itself: seen at the moment of asking. */
import { AppError } from '#core/errors.ts';

export interface WatchedDevice {
	readonly device: GPUDevice;
	readonly adapter: { readonly vendor: string; readonly architecture: string };
	/** Settles with a reason when the device is gone, also when someone destroyed it. */
	readonly lost: Promise<string>;
}

async function whenLost(device: GPUDevice): Promise<string> {
	const { reason, message } = await device.lost;
	return message === '' ? reason : `${reason}: ${message}`;
}

function requireAdapter(adapter: GPUAdapter | null, needsF16: boolean): GPUAdapter {
	if (adapter === null) {
		throw new AppError('webgpu-unavailable', 'no usable graphics adapter', {
			details: { reason: 'no-adapter' }
		});
	}
	if (needsF16 && !adapter.features.has('shader-f16')) {
		throw new AppError('webgpu-unavailable', 'the graphics adapter has no 16-bit floats', {
			details: { reason: 'no-f16' }
		});
	}
	return adapter;
}

/**
 * Runs `work` and hands every device that it asks the browser for to `onDevice`.
 *
 * @throws AppError `webgpu-unavailable` (details: reason `no-webgpu`, `no-adapter`, `no-f16`), also
 *   out of the library's own request, so before any weights are read
 */
export async function watchDevices<T>(
	gpu: GPU | undefined,
	{ needsF16, onDevice }: { needsF16: boolean; onDevice: (watched: WatchedDevice) => unknown },
	work: () => Promise<T>
): Promise<T> {
	if (gpu === undefined) {
		throw new AppError('webgpu-unavailable', 'the browser has no WebGPU', {
			details: { reason: 'no-webgpu' }
		});
	}
	const requestAdapter = gpu.requestAdapter.bind(gpu);
	gpu.requestAdapter = async (options) => {
		const adapter = requireAdapter(await requestAdapter(options), needsF16);
		const requestDevice = adapter.requestDevice.bind(adapter);
		adapter.requestDevice = async (descriptor) => {
			const device = await requestDevice(descriptor);
			const { vendor, architecture } = adapter.info;
			onDevice({ device, adapter: { vendor, architecture }, lost: whenLost(device) });
			return device;
		};
		return adapter;
	};
	try {
		return await work();
	} finally {
		// The browser's own method is inherited, so removing ours brings it back.
		Reflect.deleteProperty(gpu, 'requestAdapter');
	}
}
