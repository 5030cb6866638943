/** Builds what keeps the app on this machine, once the first model is ready. */
import type { ModelState } from '../model/model-state.svelte.ts';
import type { OfflineGate } from './offline-gate.svelte.ts';
import { OfflineState } from './offline-state.svelte.ts';
import type { ToastState } from '../page/toast-state.svelte.ts';

export interface OfflineContext {
	/** The app's folder, ending in a slash. */
	readonly base: string;
	readonly model: ModelState;
	readonly toasts: ToastState;
	readonly tell: Pick<OfflineGate, 'status' | 'hasUpdate'>;
}

export async function openOffline(context: OfflineContext): Promise<OfflineState> {
	const { base, model, toasts, tell } = context;
	await model.detect();
	const offline: OfflineState = new OfflineState({
		base,
		hasGpu: model.support?.webgpu.available === true,
		onStatus: (status) => {
			tell.status = status;
		},
		onUpdate: () => {
			tell.hasUpdate = true;
			toasts.show('A new version of Glasshouse is ready.', {
				label: 'Use it now',
				run: () => {
					toasts.show('Switching to the new version. This can take half a minute.');
					void offline.update();
				}
			});
		},
		reload: () => location.reload()
	});
	// A network that comes back is better than any time to wait.
	addEventListener('online', () => {
		if (tell.status.kind === 'failed') void offline.start();
	});
	return offline;
}
