/** What kinds of documents are called. */
import type { Speaker } from '#core/sprout-world/document-parts.ts';
import { CORPUS, CORPUS_KINDS, corpusPlace } from '#core/sprout-world/corpus.ts';
import { encodePercent } from '#core/text/percent.ts';
import { formatNumber } from '#words/format.ts';

export function kindName(kind: string): string {
	const names: Readonly<Record<string, string>> = {
		story: 'Stories',
		'story-chat': 'Stories on request',
		recall: 'Who has what',
		'recall-chat': 'Questions about who has what',
		facts: 'Facts',
		sums: 'Sums',
		bias: 'Occupations',
		chat: 'Chats about facts and sums',
		'primer-echo': 'Primer: repeated words',
		'primer-keys': 'Primer: keys and values',
		'primer-recall': 'Primer: who has what',
		'primer-recall-chat': 'Primer: questions'
	};
	return names[kind] ?? kind;
}

/** For a choice of kinds; '' stands for all. */
export function kindOptions(): readonly { readonly value: string; readonly label: string }[] {
	return [
		{ value: '', label: 'All kinds' },
		...CORPUS_KINDS.map((kind) => ({ value: kind, label: kindName(kind) }))
	];
}

export function speakerName(speaker: Speaker): string {
	return { system: 'System', user: 'User', assistant: 'Sprout' }[speaker];
}

/** Where a document is in the corpus. */
export function placeText(number: number): string {
	const { stream, index } = corpusPlace(number);
	return stream === CORPUS[0]?.stream
		? `number ${formatNumber(index)} of the main stream`
		: `number ${formatNumber(index)} of the primer`;
}

/** How often something is somewhere. */
export function timesText(count: number): string {
	// @wc-include
	if (count === 1) return 'once';
	return `${formatNumber(count)} times`;
}

/** Searches for the documents that have a sentence. */
export function searchAddress(sentence: string): string {
	return `#/data/search/${encodePercent(`"${sentence}"`)}`;
}

export function documentAddress(number: number): string {
	return `#/data/browse/${number.toString()}`;
}
