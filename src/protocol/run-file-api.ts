import type { RunFile } from '#core/comparison/read-comparison.ts';
import type { AnyRun, UnsealedRun } from '#core/run-file/any-run.ts';

export interface RunFileApi {
	/** @throws AppError as `sealRun` */
	seal(unsealed: UnsealedRun): Promise<AnyRun>;
	/** A run file or a comparison file. @throws AppError as `readRunFile` */
	read(source: Blob | string): Promise<RunFile>;
}
