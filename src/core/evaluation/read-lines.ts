/** Lines of a file that may be larger than memory, one at a time. */
import { AppError } from '../errors.ts';

export interface LineLimits {
	/** Bytes of the whole file. */
	readonly file: number;
	/** UTF-16 code units of one line. */
	readonly line: number;
}

export const LINE_LIMITS: LineLimits = { file: 256 * 1024 * 1024, line: 16 * 1024 * 1024 };

export interface NumberedLine {
	/** From 1. */
	readonly number: number;
	readonly text: string;
}

/**
 * Empty lines are left out, but count.
 *
 * @param pieces the file's bytes in order
 * @throws AppError `evaluation-too-large` (details: limitBytes); `evaluation-field-invalid` for what is no UTF-8
 */
export async function* readLines(
	pieces: AsyncIterable<Uint8Array>,
	limits = LINE_LIMITS
): AsyncGenerator<NumberedLine> {
	let number = 0;
	let rest = '';
	for await (const text of decoded(pieces, limits.file, () => number + 1)) {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			number += 1;
			if (line.length > limits.line) throw tooLarge(limits.line);
			if (line.trim() !== '') yield { number, text: line };
		}
		if (rest.length > limits.line) throw tooLarge(limits.line);
	}
	if (rest.trim() !== '') yield { number: number + 1, text: rest };
}

async function* decoded(
	pieces: AsyncIterable<Uint8Array>,
	limit: number,
	line: () => number
): AsyncGenerator<string> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let bytes = 0;
	for await (const piece of pieces) {
		bytes += piece.length;
		if (bytes > limit) throw tooLarge(limit);
		yield decode(decoder, piece, line());
	}
	yield decode(decoder, undefined, line());
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, line: number): string {
	try {
		return decoder.decode(bytes, { stream: bytes !== undefined });
	} catch (cause) {
		const details = { path: `line ${line}`, expected: 'text in UTF-8' };
		throw new AppError('evaluation-field-invalid', `line ${line}: expected text in UTF-8`, {
			details,
			cause
		});
	}
}

function tooLarge(limit: number): AppError {
	return new AppError('evaluation-too-large', 'larger than such a file may be', {
		details: { limitBytes: limit }
	});
}
