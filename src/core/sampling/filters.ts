/** The sampler's filters, in the order in which they are applied: the only list there is. */
import type { SamplingSettings } from '../run-file/schema.ts';
import { NEUTRAL_SETTINGS, type NumericSetting } from './settings.ts';

/** What filters narrow down: a draw's candidates, or those of them whose logits were kept. */
export interface Filterable {
	keepTop(k: number): void;
	keepNucleus(p: number): void;
	keepMin(p: number): void;
}

const KEEP = {
	top_k: (tokens, value) => tokens.keepTop(value),
	top_p: (tokens, value) => tokens.keepNucleus(value),
	min_p: (tokens, value) => tokens.keepMin(value)
} as const satisfies Partial<Record<NumericSetting, (tokens: Filterable, value: number) => void>>;

/** The setting that a filter reads. */
export type FilterName = keyof typeof KEEP;
export type FilterSettings = Pick<SamplingSettings, FilterName>;

export const FILTER_NAMES = Object.keys(KEEP) as readonly FilterName[];

export function isFilter(name: string): name is FilterName {
	return name in KEEP;
}

export function isFilterOn(name: FilterName, settings: FilterSettings): boolean {
	return settings[name] !== NEUTRAL_SETTINGS[name];
}

/** Keeps the tokens that one filter keeps; all of them where it is off. */
export function applyFilter(name: FilterName, tokens: Filterable, settings: FilterSettings): void {
	KEEP[name](tokens, settings[name]);
}
