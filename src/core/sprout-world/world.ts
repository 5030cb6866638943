/**
 * The world's documents. Document n of a stream is a pure function of n: every choice is a draw of
 * Philox with key (stream, "GLAS") and counter (draw number / 4, n low, n high, 0).
 */
import type { Chooser } from './chooser.ts';
import { sayBiasTurn, tellBias } from './bias.ts';
import { sayChat } from './chat.ts';
import { sayFactTurn, tellFacts } from './facts.ts';
import { Writer, type WriterListener } from './generate.ts';
import { sayGreetingTurn, sayStoryTurn } from './greetings.ts';
import { search, type Search } from './parse.ts';
import { PRIMER_KINDS } from './primer.ts';
import { chatRecall, tellRecall } from './recall.ts';
import { tellStory } from './stories.ts';
import { saySumTurn, tellSums } from './sums.ts';
import { HEROES } from './words.ts';

export interface DocumentKind {
	readonly kind: string;
	/** Odds of a document being of this kind. */
	readonly odds: number;
	readonly tell: (chooser: Chooser) => void;
}

/** A chat about anything but stories: what each turn is about, with its odds. */
const TURNS = [sayFactTurn, saySumTurn, sayBiasTurn, sayGreetingTurn];
const TURN_ODDS = [4, 3, 1, 1];
const TURN_STARTS = TURNS.map(() => '');

function chatAboutAnything(chooser: Chooser): void {
	sayChat(chooser, () => {
		(TURNS[chooser.choose(TURN_STARTS, TURN_ODDS)] as (chooser: Chooser) => void)(chooser);
	});
}

function storyOnRequest(chooser: Chooser): void {
	sayChat(
		chooser,
		() => {
			sayStoryTurn(chooser, HEROES, (hero) => {
				tellStory(chooser, hero);
			});
		},
		{ least: 1, most: 1, more: 1 }
	);
}

/** The mixture. Odds are per document; README.md has the shares in words and punctuation. */
export const MAIN_KINDS: readonly DocumentKind[] = [
	{ kind: 'story', odds: 40, tell: tellStory },
	{ kind: 'story-chat', odds: 12, tell: storyOnRequest },
	{ kind: 'recall', odds: 18, tell: tellRecall },
	{ kind: 'recall-chat', odds: 18, tell: chatRecall },
	{ kind: 'facts', odds: 12, tell: tellFacts },
	{ kind: 'sums', odds: 14, tell: tellSums },
	{ kind: 'bias', odds: 14, tell: tellBias },
	{ kind: 'chat', odds: 12, tell: chatAboutAnything }
];

/** Streams share the grammar and differ in their key; only `primer` has other kinds. */
export const STREAMS = {
	main: { key: 1, kinds: MAIN_KINDS },
	primer: { key: 2, kinds: PRIMER_KINDS as readonly DocumentKind[] },
	validation: { key: 3, kinds: MAIN_KINDS },
	test: { key: 4, kinds: MAIN_KINDS }
} as const;

export type StreamName = keyof typeof STREAMS;

export interface WorldDocument {
	readonly kind: string;
	readonly text: string;
}

/** Every document's first choice: its kind. */
function kindChooser(kinds: readonly DocumentKind[]): (chooser: Chooser) => DocumentKind {
	const starts = kinds.map(() => '');
	const odds = kinds.map((entry) => entry.odds);
	return (chooser) => kinds[chooser.choose(starts, odds)] as DocumentKind;
}

const KIND_CHOOSERS = {
	main: kindChooser(STREAMS.main.kinds),
	primer: kindChooser(STREAMS.primer.kinds),
	validation: kindChooser(STREAMS.validation.kinds),
	test: kindChooser(STREAMS.test.kinds)
};

function tellAny(stream: StreamName): (chooser: Chooser) => string {
	return (chooser) => {
		const chosen = KIND_CHOOSERS[stream](chooser);
		chosen.tell(chooser);
		return chosen.kind;
	};
}

const PROGRAMS = {
	main: tellAny('main'),
	primer: tellAny('primer'),
	validation: tellAny('validation'),
	test: tellAny('test')
};

/**
 * Document `index` (0 to 2^53 - 1) of a stream.
 *
 * @param listener told how it is written
 */
export function documentAt(
	index: number,
	stream: StreamName,
	listener?: WriterListener
): WorldDocument {
	const writer = new Writer(STREAMS[stream].key, index, listener);
	const kind = PROGRAMS[stream](writer);
	return { kind, text: writer.text };
}

/** The kind of document `index` of a stream, without writing it. */
export function kindAt(index: number, stream: StreamName): string {
	return KIND_CHOOSERS[stream](new Writer(STREAMS[stream].key, index)).kind;
}

/**
 * Reads a text as a document of a stream. It has no reading when it does not follow the grammar
 * (held-out pairs do not), else one.
 *
 * @param most how many readings to look for
 */
export function readDocument(text: string, stream: StreamName = 'main', most = 1): Search<string> {
	return search(PROGRAMS[stream], text, most);
}
