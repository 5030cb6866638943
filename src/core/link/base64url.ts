/** Bytes as text that survives in an address: RFC 4648 section 5, without padding. */
import { AppError } from '../errors.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const NOT_IN_ALPHABET = 255;

const VALUES = new Uint8Array(128).fill(NOT_IN_ALPHABET);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** @returns about 4/3 characters a byte */
export function toBase64Url(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i += 3) {
		const triple = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
		const characters = Math.min(4, bytes.length - i + 1);
		for (let c = 0; c < characters; c++) text += ALPHABET[(triple >> (18 - 6 * c)) & 63] ?? '';
	}
	return text;
}

/** @throws AppError `link-malformed` for other characters and for a length that no bytes have */
export function fromBase64Url(text: string): Uint8Array {
	if (text.length % 4 === 1) throw new AppError('link-malformed', 'not base64url: cut short');
	const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
	let bits = 0;
	let held = 0;
	let length = 0;
	for (let i = 0; i < text.length; i++) {
		const value = VALUES[text.charCodeAt(i)] ?? NOT_IN_ALPHABET;
		if (value === NOT_IN_ALPHABET) throw new AppError('link-malformed', 'not base64url');
		held = ((held << 6) | value) & 0x3fff;
		bits += 6;
		if (bits < 8) continue;
		bits -= 8;
		bytes[length++] = (held >> bits) & 255;
	}
	return bytes;
}
