/** A `tokenizer.json` as large as the largest that are published, of made-up words. */

const VOCABULARY = 262_144;

interface Bpe {
	readonly vocab: Record<string, number>;
	readonly merges: readonly (readonly [string, string])[];
}

/** Of letters, syllables of four, and words of two and three: most words can be put together in two ways. */
function wordsOf(syllables: readonly string[]): Bpe {
	const merges: [string, string][] = syllables.flatMap((syllable): [string, string][] => {
		const [a = '', b = '', c = '', d = ''] = syllable;
		return [
			[a, b],
			[c, d],
			[a + b, c + d]
		];
	});
	const pairs = syllables.flatMap((a) => syllables.map((b): [string, string] => [a, b]));
	merges.push(...pairs);
	const bytes = Array.from(
		{ length: 256 },
		(_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`
	);
	const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
	const pieces = new Set([
		'<unk>',
		...bytes,
		'\u2581',
		...letters,
		...merges.map((m) => m.join(''))
	]);
	for (const [a, b] of pairs) {
		for (const c of syllables) {
			if (pieces.size === VOCABULARY) break;
			pieces.add(a + b + c);
			merges.push([a + b, c], [a, b + c]);
		}
	}
	return { vocab: Object.fromEntries([...pieces].map((piece, id) => [piece, id])), merges };
}

/** BPE with byte fallback over U+2581 for spaces; written with indents, as publishers write it. */
export function largeTokenizer(): string {
	const syllables = Array.from('bcdfghkl').flatMap((a) =>
		Array.from('mnprstvw').map((b, i) => `${a}${'aeiou'[i % 5] ?? ''}${b}${'oiaue'[i % 5] ?? ''}`)
	);
	const file = {
		version: '1.0',
		truncation: null,
		padding: null,
		added_tokens: [],
		normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '\u2581' },
		pre_tokenizer: null,
		post_processor: null,
		decoder: null,
		model: {
			type: 'BPE',
			dropout: null,
			unk_token: '<unk>',
			continuing_subword_prefix: null,
			end_of_word_suffix: null,
			fuse_unk: true,
			byte_fallback: true,
			ignore_merges: false,
			...wordsOf(syllables)
		}
	};
	return JSON.stringify(file, null, 2);
}
