/** Sealing and reading run files: work of a tenth of a second for a long run, too much for the page's thread. */
import type { AnyRun, UnsealedRun } from '#core/run-file/any-run.ts';

export interface RunFileApi {
	/** @throws AppError as `sealRun` */
	seal(unsealed: UnsealedRun): Promise<AnyRun>;
	/** @throws AppError as `readRun` */
	read(source: Blob | string): Promise<AnyRun>;
}
