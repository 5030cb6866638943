/** Heads and tokens in words; layers and heads are counted from 1 on the page. */
import { inSentence } from '#words/in-sentence.ts';
import type { HeadPlace } from '#core/attention/attention.ts';
import type { HeadFocus } from '#core/attention/head-focus.ts';
import type { HeadWay } from '#state/glass/inside-state.svelte.ts';
import { SPACE_MARK } from '#words/token-words.ts';

export function headName({ layer, head }: HeadPlace): string {
	return `Layer ${(layer + 1).toString()}, head ${(head + 1).toString()}`;
}

export function wayName(way: HeadWay): string {
	const name = headName(way);
	return way.via === null ? name : `${name}, by way of ${inSentence(headName(way.via))}`;
}

export function habitOf({ fixedDistance }: HeadFocus): string {
	if (fixedDistance === null) return '';
	return fixedDistance === 0 ? 'always at itself' : `always ${fixedDistance.toString()} back`;
}

export function sameHead(a: HeadPlace | null, b: HeadPlace | null): boolean {
	return a?.layer === b?.layer && a?.head === b?.head;
}

/** A token where it is alone, blanks made visible. */
export function lonePiece(text: string): string {
	const shown = text.replaceAll('\n', '↵').replaceAll('\t', '⇥');
	return shown.trim() === '' ? shown.replaceAll(' ', SPACE_MARK) : shown.trim();
}
