/**
 * GPT-2's byte-level vocabularies spell each byte as one printable character: printable bytes stand
 * for themselves, the others follow from U+0100 on.
 *
 * @see https://github.com/openai/gpt-2/blob/master/src/encoder.py `bytes_to_unicode`
 */
function isPrintable(byte: number): boolean {
	return (
		(byte >= 0x21 && byte <= 0x7e) ||
		(byte >= 0xa1 && byte <= 0xac) ||
		(byte >= 0xae && byte <= 0xff)
	);
}

function byteAlphabet(): ReadonlyMap<string, number> {
	const alphabet = new Map<string, number>();
	let next = 0x100;
	for (let byte = 0; byte < 256; byte += 1) {
		alphabet.set(String.fromCharCode(isPrintable(byte) ? byte : next++), byte);
	}
	return alphabet;
}

const BYTE_OF = byteAlphabet();

/** @returns the bytes that an entry of a byte-level vocabulary stands for; null for one that has no byte */
export function byteLevelBytes(vocabularyEntry: string): number[] | null {
	const bytes = Array.from(vocabularyEntry, (character) => BYTE_OF.get(character));
	return bytes.includes(undefined) ? null : bytes.map((byte) => byte ?? 0);
}

/** @returns a part of a character as `<0xE2><0x96>`, the spelling of byte-fallback vocabularies */
export function spellBytes(vocabularyEntry: string): string {
	const bytes = byteLevelBytes(vocabularyEntry);
	if (bytes === null) return vocabularyEntry;
	return bytes.map((byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`).join('');
}
