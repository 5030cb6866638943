import type { RunFile } from '#core/comparison/read-comparison.ts';
import type { AlteredFile } from '#core/run-file/inspect-file.ts';
import type { AnyRun, UnsealedRun } from '#core/run-file/any-run.ts';

export interface RunFileApi {
	/** @throws AppError as `sealRun` */
	seal(unsealed: UnsealedRun): Promise<AnyRun>;
	/** A run file or a comparison file. @throws AppError as `readRunFile` */
	read(source: Blob | string): Promise<RunFile>;
	/** What `read` refused: what can be said of it; null where it is no run. */
	inspect(source: Blob | string): Promise<AlteredFile | null>;
}
