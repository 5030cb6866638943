import type { AppError } from '#core/errors.ts';

/** Whether a restart may help: damaged files are the same afterwards. */
export function isPassing({ code }: AppError): boolean {
	return code !== 'model-digest-mismatch' && code !== 'model-file-lost';
}
