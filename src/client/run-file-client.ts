/** The page's way to the worker that seals and reads run files. */
import type { Remote } from 'comlink';
import { AppError } from '#core/errors.ts';
import type { RunFile } from '#core/comparison/read-comparison.ts';
import type { FillMaskRun } from '#core/fill-mask/schema.ts';
import type { AlteredFile } from '#core/run-file/inspect-file.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { AnyRun, UnsealedRun } from '#core/run-file/any-run.ts';
import type { RunFileApi } from '#protocol/run-file-api.ts';
import { LazyWorker } from './lazy-worker.ts';

function createRunFileWorker(): Worker {
	return new Worker(new URL('../worker/run-file-worker.ts', import.meta.url), {
		type: 'module',
		name: 'glasshouse-run-files'
	});
}

/** A worker for each call: they are rare, and none is left holding a large file. */
export class RunFileClient implements RunFileApi {
	readonly #createWorker: () => Worker;

	constructor(createWorker: () => Worker = createRunFileWorker) {
		this.#createWorker = createWorker;
	}

	seal(unsealed: Omit<Run, 'id'>): Promise<Run>;
	seal(unsealed: Omit<FillMaskRun, 'id'>): Promise<FillMaskRun>;
	/** @throws AppError as `sealRun`, `worker-crashed`, `worker-timeout` */
	seal(unsealed: UnsealedRun): Promise<AnyRun> {
		return this.#once<AnyRun>(async (remote) => await remote.seal(unsealed));
	}

	/** @throws AppError as `readRunFile`, `worker-crashed`, `worker-timeout` */
	read(source: Blob | string): Promise<RunFile> {
		return this.#once<RunFile>(async (remote) => await remote.read(source));
	}

	/** @throws AppError `worker-crashed`, `worker-timeout` */
	inspect(source: Blob | string): Promise<AlteredFile | null> {
		return this.#once<AlteredFile | null>(async (remote) => await remote.inspect(source));
	}

	async #once<T>(work: (remote: Remote<RunFileApi>) => Promise<T>): Promise<T> {
		const worker = new LazyWorker<RunFileApi>(this.#createWorker);
		try {
			return await worker.ask(work);
		} finally {
			worker.end(new AppError('aborted', 'the run file was read or sealed'));
		}
	}
}
