/** Reads the headers of an answer to "give me this file from that byte on", and refuses what is something else. */
import type { ErrorDetails } from '#core/errors.ts';

import { DownloadFault, requestError, statusFault } from './download-fault.ts';

export interface FileQuestion {
	readonly name: string;
	readonly url: string;
	readonly sizeBytes: number | null;
	/** The first byte asked for. */
	readonly offset: number;
	/** What the server called the content that the bytes before `offset` are of. */
	readonly etag: string | null;
}

export interface FileAnswer {
	/** Bytes at the start of the body that are there already: the server ignored the range. */
	readonly skipBytes: number;
	readonly etag: string | null;
}

/** What compressing adds to bytes that cannot be compressed, at the very most. */
function mostCompressedBytes(sizeBytes: number): number {
	return sizeBytes + sizeBytes / 1_000 + 1_024;
}

function notTheFile(question: FileQuestion, message: string, details: ErrorDetails): DownloadFault {
	const { name, url } = question;
	const error = requestError('model-not-a-file', name, url, message, { details });
	return new DownloadFault(error, 'never');
}

function startOver(question: FileQuestion, message: string): DownloadFault {
	const { name, url } = question;
	return new DownloadFault(requestError('model-not-a-file', name, url, message), 'restart');
}

/** First byte and total length of a partial answer; null where the header is not exposed. */
function parseContentRange(
	header: string | null
): { start: number; totalBytes: number | null } | null {
	const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(header ?? '');
	if (match === null) return null;
	const [, start, total] = match;
	return { start: Number(start), totalBytes: total === '*' ? null : Number(total) };
}

/**
 * Of the body as it is sent, which may be compressed: other hosts do not let a page see `Content-Encoding`. Null
 * where it surely says nothing of the file.
 */
function declaredLength(headers: Headers): number | null {
	const length = headers.get('content-length');
	return length === null || headers.has('content-encoding') ? null : Number(length);
}

function checkWholeAnswer(question: FileQuestion, headers: Headers): void {
	const declaredBytes = declaredLength(headers);
	const { sizeBytes } = question;
	if (declaredBytes === null || sizeBytes === null) return;
	// Fewer bytes may be all of the file: their end tells.
	if (declaredBytes <= mostCompressedBytes(sizeBytes)) return;
	throw notTheFile(question, 'not the expected length', {
		reason: 'length',
		expectedBytes: sizeBytes,
		actualBytes: declaredBytes
	});
}

function checkPartialAnswer(question: FileQuestion, headers: Headers): void {
	if (headers.has('content-encoding')) throw startOver(question, 'a range of compressed bytes');
	const range = parseContentRange(headers.get('content-range'));
	if (range !== null && range.start !== question.offset) {
		throw startOver(question, 'the server sends another range');
	}
	if (question.sizeBytes === null) return;
	const declaredBytes = declaredLength(headers);
	const totalBytes =
		range?.totalBytes ?? (declaredBytes === null ? null : question.offset + declaredBytes);
	if (totalBytes !== null && totalBytes !== question.sizeBytes) {
		throw startOver(question, 'the file has another length now');
	}
}

/** Compared without the weak mark: a server that compresses on the way adds it. */
function isOtherContent(question: FileQuestion, etag: string | null): boolean {
	if (question.offset === 0 || question.etag === null || etag === null) return false;
	return question.etag.replace(/^W\//, '') !== etag.replace(/^W\//, '');
}

/**
 * The conditional header If-Range is not used: it would make browsers ask for permission first, which
 * many hosts behind a hub's redirect do not give. Comparing ETags afterwards is as safe.
 *
 * @param epochMs now, in milliseconds since 1970
 * @throws DownloadFault with the advice to give up, to start over, or to try later
 */
export function checkAnswer(
	response: Response,
	question: FileQuestion,
	epochMs: number
): FileAnswer {
	const { status, headers } = response;
	if (status === 416) throw startOver(question, 'the server has no such range');
	if (!response.ok) throw statusFault(response, question.name, question.url, epochMs);
	const type = headers.get('content-type') ?? '';
	if (type.startsWith('text/html') && !/\.html?$/.test(question.name)) {
		throw notTheFile(question, 'a web page in place of the file', { reason: 'html' });
	}
	const etag = headers.get('etag');
	if (isOtherContent(question, etag)) throw startOver(question, 'the file has changed');
	if (status === 206) {
		checkPartialAnswer(question, headers);
		return { skipBytes: 0, etag };
	}
	checkWholeAnswer(question, headers);
	return { skipBytes: question.offset, etag };
}
