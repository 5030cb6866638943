/** Reading and sealing run files of every kind. */
import { fillMaskRunOf, sealFillMaskRun } from '../fill-mask/fill-mask-file.ts';
import { FILL_MASK_TYPE } from '../fill-mask/schema.ts';
import type { AnyRun, UnsealedRun } from './any-run.ts';
import { readJsonObject } from './bounded-json.ts';
import type { Fields } from './migrate.ts';
import { runOf } from './read-run.ts';
import { sealRun } from './seal-run.ts';

/**
 * @param input a run file's text or its UTF-8 bytes
 * @throws AppError as `readRun`
 */
export function readAnyRun(input: string | Uint8Array): AnyRun {
	return anyRunOf(readJsonObject(input));
}

/** The later part of `readAnyRun`, for a file whose JSON was read already. @throws AppError as `readRun` */
export function anyRunOf(file: Fields): AnyRun {
	return file['type'] === FILL_MASK_TYPE ? fillMaskRunOf(file) : runOf(file);
}

/** @throws AppError as `sealRun` */
export function sealAnyRun(unsealed: UnsealedRun): AnyRun {
	return unsealed.type === FILL_MASK_TYPE ? sealFillMaskRun(unsealed) : sealRun(unsealed);
}
