/** Room on this machine: asked before a download, and named when it runs out. */
import { AppError } from '#core/errors.ts';

import type { WeightStore } from './weight-store.ts';

/** Bytes this origin may still store; null when the browser does not say. */
export async function availableBytes(
	estimate: () => Promise<StorageEstimate>
): Promise<number | null> {
	const { quota, usage } = await estimate().catch((): StorageEstimate => ({}));
	return quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
}

function full(neededBytes: number, available: number | null, file: string | null): AppError {
	const details = { neededBytes, availableBytes: available, file };
	return new AppError('storage-full', 'the browser gives no room for this model', { details });
}

/** @throws AppError `storage-full` with `neededBytes` and `availableBytes` */
export async function requireRoom(
	neededBytes: number,
	estimate: () => Promise<StorageEstimate>
): Promise<void> {
	const available = await availableBytes(estimate);
	if (available !== null && neededBytes > available) throw full(neededBytes, available, null);
}

/** Adds to a quota error what was needed and what is left; other errors pass through. */
export async function withRoom(
	error: unknown,
	file: string,
	neededBytes: number,
	estimate: () => Promise<StorageEstimate>
): Promise<unknown> {
	if (!(error instanceof AppError) || error.code !== 'storage-full') return error;
	const available = await availableBytes(estimate);
	// Browsers may say the same round number whatever the disk: the failure knows better.
	return full(neededBytes, available !== null && available > neededBytes ? null : available, file);
}

/** `unknown`: the browser cannot be asked here (only pages can ask), or was not asked yet. */
export type Persistence = 'granted' | 'denied' | 'unknown';

/** What of `navigator.storage` is needed; workers have no `persist`. */
export interface PersistenceApi {
	readonly persist?: () => Promise<boolean>;
	readonly persisted?: () => Promise<boolean>;
}

const QUESTION = 'persistence';

/**
 * Asks the browser not to evict what is stored: once, then its answer is kept (it may have asked the
 * user, who should not be asked again). In a worker it only looks.
 */
export async function askPersistenceOnce(
	store: WeightStore,
	storage: PersistenceApi
): Promise<Persistence> {
	if ((await storage.persisted?.()) === true) return 'granted';
	const kept = await store.answer(QUESTION);
	if (kept === 'granted' || kept === 'denied') return kept;
	if (storage.persist === undefined) return 'unknown';
	const answer = (await storage.persist()) ? 'granted' : 'denied';
	await store.keepAnswer(QUESTION, answer);
	return answer;
}
