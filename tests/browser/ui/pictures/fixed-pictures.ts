/** Every picture that is drawn as SVG, with fixed data: small, and with one of each thing that it can show. */
import type { Component } from 'svelte';
import type { FillMaskAnswer } from '#core/fill-mask/schema.ts';
import type { QuestionTally } from '#core/lesson/tally.ts';
import { Explainer } from '#core/sampling/explain.ts';
import type { KeptLogits } from '#core/sampling/kept-logits.ts';
import { DEFAULT_SETTINGS } from '#core/sampling/settings.ts';
import { scorePair } from '#core/scoring/pairs.ts';
import type { ScoredText } from '#core/scoring/scored-text.ts';
import type { Run } from '#core/run-file/schema.ts';
import AttentionText from '#ui/parts/inside/AttentionText.svelte';
import HeadEffects from '#ui/parts/inside/HeadEffects.svelte';
import LensView from '#ui/parts/inside/LensView.svelte';
import StepPicture from '#ui/parts/glass/StepPicture.svelte';
import TreePicture from '#ui/views/bench/sweep/TreePicture.svelte';
import MaskPicture from '#ui/views/fill/MaskPicture.svelte';
import ScorePicture from '#ui/views/fill/ScorePicture.svelte';
import NumberDots from '#ui/views/lessons/tally/NumberDots.svelte';
import OptionBars from '#ui/views/lessons/tally/OptionBars.svelte';
import LanguagesChart from '#ui/views/texts/LanguagesChart.svelte';
import PairPlaces from '#ui/views/texts/PairPlaces.svelte';
import PairsChart from '#ui/views/texts/PairsChart.svelte';
import SurpriseText from '#ui/views/texts/SurpriseText.svelte';
import { RunInsight } from '#state/glass/run-insight.svelte.ts';
import { TokenSelection } from '#state/runs/token-selection.svelte.ts';
import { exampleToken, unsealedRun } from '../../../fixtures/example-run.ts';
import TimelineWithState from './TimelineWithState.svelte';

export interface FixedPicture {
	/** Of its file in reviewed/. */
	readonly name: string;
	readonly component: Component<Record<string, unknown>>;
	readonly props: Record<string, unknown>;
}

function picture<P extends Record<string, unknown>>(
	name: string,
	component: Component<P>,
	props: P
): FixedPicture {
	return { name, component: component as unknown as FixedPicture['component'], props };
}

const nothing = (): void => undefined;

const WORDS = [
	'Mia',
	' has',
	' a',
	' red',
	' kite',
	'.',
	'\n',
	' It',
	' flies',
	' high',
	'.',
	' up'
];
const tokens = WORDS.map((text, id) => ({ id, text, special: false }));

/** Seven of nine tokens kept their place after the filters; token 3 was written. */
const kept: KeptLogits = {
	ids: Uint32Array.from({ length: 9 }, (_, id) => id),
	logits: Float32Array.of(2, 1.5, 1.25, 3, 0.5, 0, -1, -2, -4),
	tail: null,
	vocabularySize: 9
};
const settings = { ...DEFAULT_SETTINGS, top_k: 7, top_p: 0.98, repetition_penalty: 1.2 };
const explanation = new Explainer({ settings, seed: 42n, promptTokenIds: [0, 2] }).explain(kept);

function steps(stop: 'raw' | 'top_k' | 'noise' | 'winner'): FixedPicture {
	return picture(`step-${stop}`, StepPicture, {
		kept,
		explanation,
		settings,
		writtenId: 3,
		position: 4,
		lang: 'en',
		pieceOf: (id: number) => WORDS[id] ?? '',
		stop,
		onstop: nothing
	});
}

function score(probability: number, rank: number, ...expected: readonly string[]) {
	return {
		logprob: Math.log(probability),
		rank,
		entropy: 1.25,
		alternatives: expected.map((text, i) => ({ id: 20 + i, text, logprob: -0.5 - i }))
	};
}

function scored(
	parts: readonly (readonly [text: string, probability: number | null])[]
): ScoredText {
	return {
		byteCount: parts.map(([text]) => text).join('').length,
		tokens: parts.map(([text, p], id) => ({
			id: text.length * 10 + id,
			text,
			score: p === null ? null : score(p, p > 0.4 ? 1 : 5, text, ' the', ' some')
		}))
	};
}

/** A run whose tokens are these words, each with its own probability. */
function runOf(words: readonly string[], seed: string): Run {
	const { output, request, ...rest } = unsealedRun();
	const traces = words.map((text, i) => ({
		...exampleToken(text.length * 100 + (text.codePointAt(1) ?? 0), text),
		logprob: -0.25 * (1 + (i % 3)),
		entropy: 0.5 + (i % 4) / 4,
		margin: i % 5 === 4 ? null : 0.25 * (i + 1)
	}));
	return {
		...rest,
		id: `sha256:${seed.padStart(64, '0')}`,
		request: { ...request, seed },
		output: {
			...output,
			tokens: traces,
			token_ids: traces.map(({ id }) => id),
			text: words.join('')
		}
	};
}

const story = [' It', ' flew', ' high', ' and', ' away', '.'];
const insight = new RunInsight();
insight.promptTokens = scored([
	['Mia', null],
	[' had', 0.25],
	[' a', 0.75],
	[' kite', 0.05],
	['.', 0.5]
]).tokens;
const selection = new TokenSelection();
selection.chosen = 2;

const branches = [
	['1', 0.2, [' It', ' flew', ' high', '.']],
	['1', 1, [' It', ' flew', ' away', '.']],
	['2', 0.2, [' It', ' flew', ' high', '.']],
	['2', 1, [' Tom', ' ran', ' after', ' it']]
] as const;

function answer(
	position: number,
	hidden: readonly [text: string, probability: number, rank: number] | null,
	expected: readonly (readonly [text: string, probability: number])[]
): FillMaskAnswer {
	return {
		position,
		original:
			hidden === null ? null : { text: hidden[0], logprob: Math.log(hidden[1]), rank: hidden[2] },
		entropy: 1.5,
		logits_digest: '0123456789abcdef',
		alternatives: expected.map(([text, p], id) => ({ id, text, logprob: Math.log(p) }))
	};
}

const nurse = answer(
	4,
	[' he', 0.125, 2],
	[
		[' she', 0.75],
		[' he', 0.125],
		['s', 0.0625],
		[' incomprehensibly', 0.03125]
	]
);
const pilot = answer(4, null, [
	[' he', 0.625],
	[' she', 0.25],
	[' someone', 0.0625]
]);

const prediction: QuestionTally['question'] = {
	type: 'prediction',
	text: 'Which word comes next?',
	model: null,
	prompt: 'Mia has a',
	options: [' red', ' blue'],
	own: true
} as unknown as QuestionTally['question'];
const estimate = {
	type: 'number',
	text: 'How many?',
	unit: 'tokens',
	right: null,
	tolerance: 0,
	minimum: null,
	maximum: null
} as unknown as QuestionTally['question'];
const noAnswers = { count: 0, options: [], texts: [], numbers: [] };

const pair = scorePair(
	scored([
		['The', null],
		[' nurse', 0.25],
		[' said', 0.5],
		[' she', 0.5],
		[' left', 0.25]
	]),
	scored([
		['The', null],
		[' nurse', 0.25],
		[' said', 0.5],
		[' the pilot', 0.03125],
		[' left', 0.5]
	])
);

export const FIXED_PICTURES: readonly FixedPicture[] = [
	steps('raw'),
	steps('top_k'),
	steps('noise'),
	steps('winner'),
	picture('timeline', TimelineWithState, { run: runOf(story, '1'), insight, selection }),
	picture('attention', AttentionText, {
		lang: 'en',
		tokens,
		promptLength: 8,
		name: 'Layer 2, head 1',
		query: 8,
		row: Float32Array.of(0.02, 0, 0.004, 0.1, 0.62, 0, 0, 0.2, 0.056, 0, 0, 0),
		onpoint: nothing,
		onchoose: nothing
	}),
	picture('logit-lens', LensView, {
		lang: 'en',
		result: {
			tokens: tokens.slice(0, 3),
			cells: [0, 1, 2].map((layer) =>
				[0, 1, 2].map((i) => ({
					id: layer === 0 ? 50 + i : i,
					text: layer === 0 ? ' somewhere else' : (WORDS[i + 1] ?? ''),
					logprob: Math.log((1 + layer * 3 + i) / 10),
					next: i === 2 ? null : { logprob: -1 - i, rank: 3 - layer }
				}))
			)
		},
		query: 1,
		onchoose: nothing
	}),
	picture('head-effects', HeadEffects, {
		layers: 2,
		heads: 2,
		result: {
			logprob: Math.log(0.75),
			effects: [
				{ layer: 0, head: 0, logprob: Math.log(0.8) },
				{ layer: 0, head: 1, logprob: Math.log(0.5) },
				{ layer: 1, head: 0, logprob: Math.log(0.05) },
				{ layer: 1, head: 1, logprob: Math.log(0.75) }
			]
		},
		word: ' kite',
		isOff: ({ layer, head }: { layer: number; head: number }) => layer === 1 && head === 1,
		ontoggle: nothing
	}),
	picture('sweep-tree', TreePicture, {
		fields: ['seed', 'temperature'],
		done: branches.map(([seed, temperature, words]) => ({
			cell: { values: [seed, temperature], key: `${seed} ${temperature.toString()}` },
			run: runOf(words, seed)
		})),
		onchoose: nothing
	} as never),
	picture('masked-word', MaskPicture, {
		title: 'Mask 1',
		lang: 'en',
		group: { number: 1, answers: [nurse] }
	}),
	picture('masked-word-of-two', MaskPicture, {
		lang: 'en',
		title: 'Mask 1',
		group: { number: 1, answers: [nurse, pilot] }
	}),
	picture('sentence-score', ScorePicture, {
		lang: 'en',
		title: 'Sentence A',
		category: 1,
		answers: [nurse, answer(5, [' left', 0.5, 1], [[' left', 0.5]]), pilot]
	}),
	picture('answers-options', OptionBars, {
		lang: 'en',
		question: {
			...noAnswers,
			step: 'guess',
			question: prediction,
			count: 9,
			options: [
				{ text: ' red', count: 6, isOwn: false },
				{ text: ' blue', count: 2, isOwn: false },
				{ text: ' wooden', count: 1, isOwn: true }
			]
		},
		right: [0]
	}),
	picture('answers-numbers', NumberDots, {
		question: {
			...noAnswers,
			step: 'count',
			question: estimate,
			count: 6,
			numbers: [3, 5, 5, 5, 8, 13].map((value, i) => ({ learner: `learner ${i}`, value }))
		},
		hasNames: false
	}),
	picture('tokens-by-language', LanguagesChart, {
		languages: [
			{ tag: 'en', language: 'English', text: 'All are born free.' },
			{ tag: 'de', language: 'German', text: 'Alle sind frei geboren.' },
			{ tag: 'my', language: 'Burmese', text: 'လူတိုင်း' }
		],
		models: [
			{ name: 'Sprout', counts: [6, 14, 24] },
			{ name: 'Another model with a long name', counts: [5, 7, 0] }
		]
	}),
	picture('pair-places', PairPlaces, { pair, lang: 'en' }),
	picture('pairs', PairsChart, {
		lang: 'en',
		rows: [
			{
				a: 'The nurse said she left',
				b: 'The nurse said he left',
				scored: pair,
				share: 0.875,
				documented: 0.75
			},
			{
				a: 'The pilot said that she had left before anybody came',
				b: '…',
				scored: pair,
				share: 0.25,
				documented: null
			},
			{ a: 'Even', b: 'Odd', scored: pair, share: 0.5, documented: 0.5 }
		],
		picked: 1,
		modelName: 'Sprout',
		onpick: nothing
	}),
	picture('surprise', SurpriseText, {
		lang: 'en',
		scored: scored([
			['Mia', null],
			[' has', 0.5],
			[' a', 0.9],
			[' purple', 0.001],
			[' kite', 0.25],
			['\n', 0.125],
			['.', 0.6]
		])
	})
];
