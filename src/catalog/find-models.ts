/** Searching, filtering and grouping the catalogue. */
import { fits, type Machine } from './gpu-fit.ts';
import { hasOpenData, type WebLlmModel } from './web-llm-models.ts';

export interface ModelQuery {
	/** All of its words have to occur, in any order, in name, family, precision or licence. */
	readonly text: string;
	/** Only what is not ruled out on this machine; null shows everything. */
	readonly fitsOn: Machine | null;
	readonly withoutF16: boolean;
	readonly openDataOnly: boolean;
	/** One licence exactly; null shows all. */
	readonly license: string | null;
	/** In bytes; models of unknown size are left out. Null shows all. */
	readonly maxDownloadBytes: number | null;
}

export const EVERYTHING: ModelQuery = {
	text: '',
	fitsOn: null,
	withoutF16: false,
	openDataOnly: false,
	license: null,
	maxDownloadBytes: null
};

function matchesText(model: WebLlmModel, text: string): boolean {
	const { id, family, license } = model;
	const haystack = `${id} ${family} ${license?.expression ?? ''}`.toLowerCase();
	return text
		.toLowerCase()
		.split(/\s+/)
		.every((word) => haystack.includes(word));
}

function matchesSize({ estimatedDownloadBytes }: WebLlmModel, maxBytes: number | null): boolean {
	if (maxBytes === null) return true;
	return estimatedDownloadBytes !== null && estimatedDownloadBytes <= maxBytes;
}

function matches(model: WebLlmModel, query: ModelQuery): boolean {
	return (
		matchesText(model, query.text.trim()) &&
		(query.fitsOn === null || fits(model, query.fitsOn).verdict !== 'does-not-work') &&
		!(query.withoutF16 && model.needsF16) &&
		(!query.openDataOnly || hasOpenData(model)) &&
		(query.license === null || model.license?.expression === query.license) &&
		matchesSize(model, query.maxDownloadBytes)
	);
}

/** In the given order. */
export function findModels(models: readonly WebLlmModel[], query: ModelQuery): WebLlmModel[] {
	return models.filter((model) => matches(model, query));
}

/** The licences that occur, each once, in alphabetical order. */
export function licensesOf(models: readonly WebLlmModel[]): string[] {
	const expressions = models.flatMap(({ license }) => (license === null ? [] : license.expression));
	return [...new Set(expressions)].sort();
}

/** One model, in all its precisions. */
export interface ModelGroup {
	readonly name: string;
	readonly parameterCount: number | null;
	/** The one that takes the least memory first. */
	readonly precisions: readonly WebLlmModel[];
}

export interface FamilyGroup {
	readonly family: string;
	/** The smallest first; those of unknown size last. */
	readonly models: readonly ModelGroup[];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(keyOf(item));
		if (group === undefined) groups.set(keyOf(item), [item]);
		else group.push(item);
	}
	return groups;
}

function modelGroups(models: readonly WebLlmModel[]): ModelGroup[] {
	return [...groupBy(models, ({ name }) => name)]
		.map(([name, precisions]) => ({
			name,
			parameterCount: precisions[0]?.parameterCount ?? null,
			precisions: [...precisions].sort((a, b) => a.memoryMB - b.memoryMB)
		}))
		.sort((a, b) => (a.parameterCount ?? Infinity) - (b.parameterCount ?? Infinity) || 0);
}

/** Families in the order in which they first occur. */
export function groupModels(models: readonly WebLlmModel[]): FamilyGroup[] {
	return [...groupBy(models, ({ family }) => family)].map(([family, members]) => ({
		family,
		models: modelGroups(members)
	}));
}

/** Small, most of them open to the data, and in float32, which every adapter can run. */
const PICKS = [
	'SmolLM2-360M-Instruct-q4f32_1-MLC',
	'SmolLM2-135M-Instruct-q0f32-MLC',
	'TinyLlama-1.1B-Chat-v1.0-q4f32_1-MLC-1k',
	'OLMo-2-0425-1B-Instruct-q4f32_1-MLC',
	'Qwen2.5-0.5B-Instruct-q4f32_1-MLC',
	'Llama-3.2-1B-Instruct-q4f32_1-MLC'
] as const;

/** Good first models for small machines, the best first; those that cannot run here are left out. */
export function recommendedModels(
	models: readonly WebLlmModel[],
	machine: Machine | null
): WebLlmModel[] {
	return PICKS.flatMap((id) => models.find((model) => model.id === id) ?? []).filter(
		(model) => machine === null || fits(model, machine).verdict !== 'does-not-work'
	);
}
