import { knownBytes } from '#core/total-bytes.ts';
import { startOfflineWorker, takeOver, type OfflineWorkerEvent } from '#client/offline-worker.ts';
import {
	checkAppFile,
	keptBytes,
	readAppFiles,
	repairAppFile,
	type AppFile,
	type AppFileCheck
} from '#storage/app-cache.ts';
import { Task } from '../page/task.svelte.ts';
import { groupAppFiles, type AppPart } from './app-parts.ts';
import type { OfflineStatus } from './offline-status.ts';

export interface PartCheck {
	readonly part: AppPart;
	readonly files: readonly AppFileCheck[];
}

export interface OfflineParts {
	/** The app's folder, ending in a slash. */
	readonly base: string;
	readonly hasGpu: boolean;
	readonly onStatus: (status: OfflineStatus) => void;
	readonly onUpdate: () => void;
	readonly reload: () => void;
}

/** Between one look at how far the service worker has come and the next: it needs the same cache to get on. */
const LOOK_MS = 500;
/** After the first failure, the second …; what was fetched by then is not fetched again. */
const RETRY_MS = [15_000, 60_000, 5 * 60_000];

/** Keeps the app on this machine, and finds out whether it really is there. */
export class OfflineState {
	/** Reading every kept file back; how far it is, 0 to 1. */
	readonly check = new Task<readonly PartCheck[], number>();
	/** The newer version is taking over; it may have to wait half a minute for the older one. */
	isUpdating = $state(false);
	readonly #parts: OfflineParts;
	#registration: ServiceWorkerRegistration | null = null;
	#files: readonly AppFile[] = [];
	#looking = new AbortController();
	#failures = 0;
	#retry: ReturnType<typeof setTimeout> | undefined;

	constructor(parts: OfflineParts) {
		this.#parts = parts;
	}

	/** Starts keeping the app. When that fails it begins again by itself, and whenever this is called. */
	async start(): Promise<void> {
		const { base, hasGpu } = this.#parts;
		clearTimeout(this.#retry);
		try {
			this.#registration = await startOfflineWorker(base, hasGpu, (event) => this.#follow(event));
		} catch {
			// The script did not come, or is not a script; or the browser is told to keep nothing. It says which in its log.
			this.#fail();
		}
	}

	/** A connection that broke, or a host that is being restarted, comes back. */
	#fail(): void {
		this.#parts.onStatus({ kind: 'failed' });
		const delayMs = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
		this.#failures += 1;
		clearTimeout(this.#retry);
		this.#retry = setTimeout(() => void this.start(), delayMs);
	}

	/** Fetches again what the last check found missing or changed, and checks once more. */
	async repair(): Promise<void> {
		const { status } = this.check;
		if (status.kind !== 'done') return;
		const checks = status.value.flatMap(({ files }) => files);
		const bad = checks.filter(({ state }) => state !== 'good');
		await this.check.run(0, async (_signal, tell) => {
			for (const [i, { file }] of bad.entries()) {
				await repairAppFile(file, this.#parts.base);
				tell((i + 1) / bad.length);
			}
			return await this.#checkAll(tell);
		});
	}

	/** Loads the page again with the version that waits. */
	async update(): Promise<void> {
		if (this.#registration === null || this.isUpdating) return;
		this.isUpdating = true;
		await takeOver(this.#registration);
		this.#parts.reload();
	}

	/** Reads every kept file back and compares it with its digest. */
	async verify(): Promise<void> {
		await this.check.run(0, (_signal, tell) => this.#checkAll(tell));
	}

	async #checkAll(tell: (share: number) => boolean): Promise<readonly PartCheck[]> {
		tell(0);
		const files = await this.#wanted();
		const checks: AppFileCheck[] = [];
		for (const file of files) {
			checks.push(await checkAppFile(file, this.#parts.base));
			tell(checks.length / files.length);
		}
		return groupAppFiles(checks);
	}

	async #wanted(): Promise<readonly AppFile[]> {
		const { base, hasGpu } = this.#parts;
		if (this.#files.length === 0) this.#files = await readAppFiles(base);
		return this.#files.filter(({ needsGpu }) => hasGpu || !needsGpu);
	}

	#follow(event: OfflineWorkerEvent): void {
		this.#looking.abort();
		if (event === 'kept') {
			this.#failures = 0;
			this.#parts.onStatus({ kind: 'ready' });
		}
		if (event === 'update-waiting') this.#parts.onUpdate();
		if (event === 'failed') this.#fail();
		if (event !== 'preparing' || this.#registration?.active != null) return;
		this.#looking = new AbortController();
		void this.#look(this.#looking.signal);
	}

	async #look(signal: AbortSignal): Promise<void> {
		const isLooking = (): boolean => !signal.aborted;
		while (isLooking()) {
			try {
				const files = await this.#wanted();
				const kept = await keptBytes(files, this.#parts.base);
				const totalBytes = knownBytes(files);
				if (isLooking()) this.#parts.onStatus({ kind: 'preparing', keptBytes: kept, totalBytes });
			} catch {
				// Only how far it has come stays unknown.
			}
			await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
		}
	}
}
