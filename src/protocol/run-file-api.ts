/** Sealing and reading run files: work of a tenth of a second for a long run, too much for the page's thread. */
import type { Run } from '#core/run-file/schema.ts';

export interface RunFileApi {
	/** @throws AppError as `sealRun` */
	seal(unsealed: Omit<Run, 'id'>): Promise<Run>;
	/** @throws AppError as `readRun` */
	read(source: Blob | string): Promise<Run>;
}
