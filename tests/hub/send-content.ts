/** Sends a file's bytes, and cuts, stalls, slows down or spoils them on demand. */
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import type { HubFault, HubLogEntry } from './hub-protocol.ts';
import type { HubContent } from './synthetic-file.ts';

export type Faults = Partial<{ [Kind in HubFault['kind']]: Extract<HubFault, { kind: Kind }> }>;

const PIECE_BYTES = 64 * 1024;
const SLOW_STEP_MS = 50;
const BEFORE_CUT_MS = 50;

async function drained(response: ServerResponse): Promise<void> {
	if (response.destroyed || !response.writableNeedDrain) return;
	await new Promise<void>((resolve) => {
		const settle = (): void => {
			response.off('drain', settle).off('close', settle);
			resolve();
		};
		response.on('drain', settle).on('close', settle);
	});
}

/**
 * Browsers throw away what has arrived and was not read when they hear of the cut: on a real line
 * there is time in between.
 */
async function cut(response: ServerResponse): Promise<void> {
	await delay(BEFORE_CUT_MS);
	response.socket?.end(() => response.destroy());
}

/** Where the body ends early; Infinity when it does not. */
function stopAt(start: number, faults: Faults): number {
	const cut = faults.cut?.afterBytes ?? Infinity;
	const stall = faults.stall?.afterBytes ?? Infinity;
	return start + Math.min(cut, stall);
}

function pieceLength(faults: Faults): number {
	if (faults.slow === undefined) return PIECE_BYTES;
	return Math.max(1, Math.floor((faults.slow.bytesPerSecond * SLOW_STEP_MS) / 1_000));
}

export async function sendContent(
	content: HubContent,
	[start, end]: [number, number],
	faults: Faults,
	entry: HubLogEntry,
	response: ServerResponse
): Promise<void> {
	const stop = Math.min(end, stopAt(start, faults));
	const pieceBytes = pieceLength(faults);
	for (let at = start; at < stop && !response.destroyed;) {
		const piece = content.read(at, Math.min(stop, at + pieceBytes));
		if (faults['wrong-bytes'] !== undefined) piece[0] = (piece[0] ?? 0) ^ 1;
		response.write(piece);
		at += piece.byteLength;
		entry.sentBytes += piece.byteLength;
		if (faults.slow !== undefined) await delay(SLOW_STEP_MS);
		await drained(response);
	}
	if (stop === end) response.end();
	else if (faults.cut !== undefined) await cut(response);
}

/** The text that Git LFS keeps in a large file's place. */
export function pointerTo({ sha256, sizeBytes }: HubContent): string {
	return `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${sizeBytes}\n`;
}

function sendCompressed(content: HubContent, response: ServerResponse): void {
	const bytes = gzipSync(content.read(0, content.sizeBytes), { level: 1 });
	response.setHeader('Content-Type', 'application/octet-stream');
	response.setHeader('Content-Encoding', 'gzip');
	response.setHeader('Content-Length', bytes.byteLength);
	response.end(bytes);
}

/** Answers that are not the file's content, or not as it is. @returns whether one was given */
export function sendFaultyAnswer(
	faults: Faults,
	content: HubContent,
	response: ServerResponse
): boolean {
	if (faults['lfs-pointer'] !== undefined) {
		response.setHeader('Content-Type', 'text/plain; charset=utf-8');
		response.end(pointerTo(content));
		return true;
	}
	if (faults.compressed !== undefined) {
		sendCompressed(content, response);
		return true;
	}
	if (faults.status !== undefined) {
		const { status, retryAfterSeconds, errorCode } = faults.status;
		response.statusCode = status;
		if (errorCode !== undefined) response.setHeader('X-Error-Code', errorCode);
		if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds);
		response.end(`status ${status}`);
		return true;
	}
	if (faults.html !== undefined) {
		response.setHeader('Content-Type', 'text/html; charset=utf-8');
		response.end('<!doctype html><title>Sign in to the network</title>');
		return true;
	}
	return false;
}
