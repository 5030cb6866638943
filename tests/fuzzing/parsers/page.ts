/** What stands in addresses, is typed or pasted, or is sent by a page around a frame. */
import { CorpusIndex } from '#core/corpus-index/corpus-index.ts';
import { lookUp } from '#core/corpus-index/look-up.ts';
import { parseQuery } from '#core/corpus-index/query.ts';
import { splitSentences } from '#core/corpus-index/split-sentences.ts';
import { splitWords } from '#core/corpus-index/split-words.ts';
import { isAddressable, readAllowedOrigins } from '#core/embed/allowed-origins.ts';
import { recipeLinkOfEmbed } from '#core/embed/embed-recipe.ts';
import { readMessage } from '#core/embed/messages.ts';
import { parseLocalDate } from '#core/run-file/local-date.ts';
import { parseSeed } from '#core/sampling/settings.ts';
import { readPairs } from '#core/scoring/pairs.ts';
import { readDocument } from '#core/sprout-world/world.ts';
import { AXIS_FIELDS, parseAxisValues } from '#core/sweep/axis-values.ts';
import { decodePercent, encodePercent } from '#core/text/percent.ts';
import { linkFragment, parseRoute, routeAddress } from '#state/page/routes.ts';
import { textParser, valueParser, type FuzzedParser } from '../parser.ts';

const BUILT_IN = {
	name: 'Sprout',
	format: 'onnx' as const,
	quantization: 'int8',
	digest: null,
	source: null,
	size_bytes: null
};

const index = new CorpusIndex({ documents: 10, sentences: 20, occurrences: 30 });
index.add('Mia has a red kite. Tom has a blue boat.', 0);

const ID = `sha256:${'0a'.repeat(32)}`;

export const PAGE_PARSERS: readonly FuzzedParser[] = [
	textParser(
		'address of a view',
		[
			'state/page/routes.ts: parseRoute',
			'state/page/routes.ts: linkFragment',
			'core/text/percent.ts: decodePercent'
		],
		[
			'#/',
			`#/runs/${ID}`,
			`#/diff/${ID}/${ID}`,
			'#/lessons/first-look.en/2',
			'#/lesson-editor/preview/1',
			'#/data/search/red%20kite%3F',
			'#/texts/pairs',
			'#recipe=1.AbCd-_'
		],
		(text) => [
			routeAddress(parseRoute(text)),
			linkFragment(text),
			encodePercent(decodePercent(text))
		]
	),
	valueParser(
		'message to a frame',
		['core/embed/messages.ts: readMessage'],
		[
			{ glasshouse: 1, id: 'a', type: 'load', link: '#recipe=1.AbCd' },
			{
				glasshouse: 1,
				type: 'load',
				recipe: {
					prompt: 'Mia has',
					seed: '7',
					temperature: 0.5,
					logit_bias: { 3: -1 },
					stop_sequences: ['.']
				}
			},
			{ glasshouse: 1, type: 'run', tokens: true, file: false },
			{ glasshouse: 1, type: 'theme', theme: 'dark' }
		],
		(value) => {
			const read = readMessage(value);
			const isRecipe = read.kind === 'message' && 'recipe' in read.message;
			return isRecipe ? recipeLinkOfEmbed(read.message.recipe, BUILT_IN) : read;
		}
	),
	valueParser(
		'list of origins',
		['core/embed/allowed-origins.ts: readAllowedOrigins'],
		[{ origins: ['https://example.org', 'http://localhost:8080'] }],
		(value) => {
			const origins = readAllowedOrigins(value) ?? [];
			return [...origins, JSON.stringify(value)].map(isAddressable);
		}
	),
	textParser(
		'search in the training data',
		[
			'core/corpus-index/query.ts: parseQuery',
			'core/corpus-index/look-up.ts: lookUp',
			'core/corpus-index/split-words.ts: splitWords',
			'core/corpus-index/split-sentences.ts: splitSentences'
		],
		['red kite', '"red kite" boat -blue', 'Mia has a red kite. Where is Tom? "Here," he said.'],
		(text) => [parseQuery(text), lookUp(index, text), splitWords(text), splitSentences(text)]
	),
	textParser(
		'document of the training data',
		['core/sprout-world/world.ts: readDocument'],
		['Mia has a red kite. Tom has a blue boat.', 'What is 7 + 8?\n7 + 8 = 15'],
		(text) => readDocument(text.slice(0, 2000))
	),
	textParser(
		'minimal pairs',
		['core/scoring/pairs.ts: readPairs'],
		['The nurse said that {she|he} was here.', 'A cat sat. | A dog sat.\n{a|b} {c|d}'],
		readPairs
	),
	textParser(
		'values of a sweep',
		['core/sweep/axis-values.ts: parseAxisValues', 'core/sampling/settings.ts: parseSeed'],
		['1, 2, 5', '1..5', '0 to 1.2 step 0.4', '18446744073709551615'],
		(text) => {
			const tried = [
				...AXIS_FIELDS.map((field) => () => parseAxisValues(field, text)),
				() => parseSeed(text)
			];
			allOf(tried);
		}
	),
	textParser(
		'date of a prompt',
		['core/run-file/local-date.ts: parseLocalDate'],
		['2026-11-30T07:08:09', '2024-02-29T23:59:59'],
		parseLocalDate
	)
];

/** Each is tried, whatever the others say. */
function allOf(reads: readonly (() => unknown)[]): void {
	let refusal: Error | null = null;
	for (const read of reads) {
		try {
			read();
		} catch (error) {
			if (!(error instanceof Error) || error.name !== 'AppError') throw error;
			refusal ??= error;
		}
	}
	if (refusal !== null) throw refusal;
}
