/** Raw DEFLATE (RFC 1951), read with a limit: a few bytes can stand for gigabytes. */
import { Inflate } from 'fflate';

import { AppError } from '../errors.ts';

/** DEFLATE grows at most 1032-fold, so one piece adds at most half a megabyte before it is counted. */
const PIECE_BYTES = 512;

/**
 * @param limitBytes most bytes that may come out
 * @throws AppError `link-too-large` as soon as more has come out; `link-malformed` for what is no
 *   DEFLATE stream, or only the beginning of one
 */
export function inflateBounded(compressed: Uint8Array, limitBytes: number): Uint8Array {
	if (compressed.length === 0) throw new AppError('link-malformed', 'it is empty');
	const pieces: Uint8Array[] = [];
	let sizeBytes = 0;
	const stream = new Inflate((piece) => {
		sizeBytes += piece.length;
		if (sizeBytes > limitBytes) {
			throw new AppError('link-too-large', 'inflates to more than a link may hold', {
				details: { limitBytes }
			});
		}
		pieces.push(piece);
	});
	try {
		for (let from = 0; from < compressed.length; from += PIECE_BYTES) {
			stream.push(compressed.subarray(from, from + PIECE_BYTES), false);
		}
		stream.push(new Uint8Array(0), true);
	} catch (cause) {
		if (cause instanceof AppError) throw cause;
		throw new AppError('link-malformed', 'not a DEFLATE stream', { cause });
	}
	return joined(pieces, sizeBytes);
}

function joined(pieces: readonly Uint8Array[], sizeBytes: number): Uint8Array {
	const whole = new Uint8Array(sizeBytes);
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}
