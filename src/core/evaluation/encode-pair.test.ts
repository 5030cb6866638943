import { expect, test } from 'vitest';
import { encodePair, modelInput, moveSpaces, type PairEncoder } from './encode-pair.ts';

const PREFIX = 1;

/** A token for each character, one for “ab”, and BOS (1) where special tokens are asked for. */
const encoder: PairEncoder = {
	prefixToken: PREFIX,
	prefixText: '<s>',
	encode: (text, addSpecial) => {
		const ids = (text.match(/<s>|ab|./gsu) ?? []).map((part) => {
			if (part === '<s>') return PREFIX;
			return part === 'ab' ? 500 : (part.codePointAt(0) ?? 0);
		});
		return addSpecial ? [PREFIX, ...ids] : ids;
	}
};

const ids = (text: string) => Array.from(text, (character) => character.charCodeAt(0));

test('white space at the end of the context goes to the continuation', () => {
	expect(moveSpaces('a \n\u{3000}', ' b')).toEqual(['a', ' \n\u{3000} b']);
	// U+FEFF is white space in JavaScript alone.
	expect(moveSpaces('a\u{feff}', 'b')).toEqual(['a\u{feff}', 'b']);
});

test('a token across the boundary is cut where the context alone ends', () => {
	expect(encodePair(encoder, 'xa', 'bc')).toEqual({
		context: [PREFIX, ...ids('xa')],
		continuation: ids('c')
	});
});

test('a context that brings the BOS token along does not get a second one', () => {
	expect(encodePair(encoder, '<s>x', 'y')).toEqual({
		context: [PREFIX, ...ids('x')],
		continuation: ids('y')
	});
});

test('without a context, the prefix token comes before the text, and is not doubled', () => {
	expect(encodePair(encoder, '', 'xy')).toEqual({ context: [PREFIX], continuation: ids('xy') });
	expect(encodePair(encoder, '', '<s>y')).toEqual({ context: [PREFIX], continuation: ids('y') });
});

test('a continuation without a token is refused', () => {
	expect(() => encodePair(encoder, 'x', '')).toThrow(/at least one token/);
	expect(() => encodePair(encoder, '', '<s>')).toThrow(/at least one token/);
	// The whole of it was taken up by a token of the context's.
	expect(() => encodePair(encoder, 'xa', 'b')).toThrow(/at least one token/);
});

test('what is too long loses the beginning of its context, and never of its continuation', () => {
	const pair = { context: ids('abcdef'), continuation: ids('xyz') };
	expect(modelInput(pair, 5)).toEqual({
		inputIds: ids('defxy'),
		continuation: ids('xyz'),
		droppedTokens: 3
	});
	expect(modelInput(pair, 100).inputIds).toEqual(ids('abcdefxy'));
	expect(() => modelInput(pair, 2)).toThrow(/at most 2 tokens/);
});
