/** The hashes by which LM Evaluation Harness tells whether two runs asked the same. SHA-256, 64 lower-case hex digits. */
import { sha256Hex } from '../digest/sha256.ts';
import { evaluationError } from './evaluation-error.ts';
import { writePythonJson, type PythonJson } from './python/json-value.ts';
import { pythonStr } from './python/repr.ts';

/** @throws AppError `evaluation-field-invalid` for half a surrogate pair, which has no UTF-8 */
export function textHash(text: string): string {
	// Not isWellFormed: older browsers lack it.
	if (/\p{Cs}/u.test(text)) throw evaluationError('text', 'whole characters');
	return sha256Hex(new TextEncoder().encode(text));
}

/** `doc_hash`. */
export function docHash(doc: PythonJson): string {
	return textHash(writePythonJson(doc, { indent: 2, ensureAscii: false }));
}

/** `target_hash`. */
export function targetHash(target: PythonJson): string {
	return textHash(pythonStr(target));
}

export interface ItemHashes {
	readonly docHash: string;
	/** `prompt_hash`: of the first request's context; of its text where it has only a text. */
	readonly promptHash: string;
	readonly targetHash: string;
}

/** `task_hashes` of a task. @param items in the order of the samples, once for each filter */
export function taskHash(items: readonly ItemHashes[]): string {
	return textHash(items.map((item) => item.docHash + item.promptHash + item.targetHash).join(''));
}
