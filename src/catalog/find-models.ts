/** Searching, filtering and grouping the catalogue. */
import type { Machine } from './gpu-fit.ts';
import { fitsListed, type ListedModel } from './listed-model.ts';
import type { HubModel } from './onnx-hub-models.ts';
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
	/** ISO 639 code of a language that it is made for; `UNKNOWN_LANGUAGE`: nobody says. Null shows all. */
	readonly language: string | null;
	/** In bytes; models of unknown size are left out. Null shows all. */
	readonly maxDownloadBytes: number | null;
}

/** Takes the place of a language: models whose languages nobody names. */
export const UNKNOWN_LANGUAGE = 'und';

export const EVERYTHING: ModelQuery = {
	text: '',
	fitsOn: null,
	withoutF16: false,
	openDataOnly: false,
	license: null,
	language: null,
	maxDownloadBytes: null
};

function matchesText(model: ListedModel, text: string): boolean {
	const { id, family, license } = model;
	const haystack = `${id} ${family} ${license?.expression ?? ''}`.toLowerCase();
	return text
		.toLowerCase()
		.split(/\s+/)
		.every((word) => haystack.includes(word));
}

function matchesSize({ estimatedDownloadBytes }: ListedModel, maxBytes: number | null): boolean {
	if (maxBytes === null) return true;
	return estimatedDownloadBytes !== null && estimatedDownloadBytes <= maxBytes;
}

function matchesLanguage({ languages }: ListedModel, language: string | null): boolean {
	if (language === null) return true;
	if (languages === null) return language === UNKNOWN_LANGUAGE;
	return languages.codes.includes(language);
}

function matches(model: ListedModel, query: ModelQuery): boolean {
	return (
		matchesText(model, query.text.trim()) &&
		(query.fitsOn === null || fitsListed(model, query.fitsOn).verdict !== 'does-not-work') &&
		!(query.withoutF16 && model.needsF16) &&
		(!query.openDataOnly || hasOpenData(model)) &&
		(query.license === null || model.license?.expression === query.license) &&
		matchesLanguage(model, query.language) &&
		matchesSize(model, query.maxDownloadBytes)
	);
}

/** In the given order. */
export function findModels<Model extends ListedModel>(
	models: readonly Model[],
	query: ModelQuery
): Model[] {
	return models.filter((model) => matches(model, query));
}

/** The licences that occur, each once, in alphabetical order. */
export function licensesOf(models: readonly ListedModel[]): string[] {
	const expressions = models.flatMap(({ license }) => (license === null ? [] : license.expression));
	return [...new Set(expressions)].sort();
}

/** The languages that occur, each once, `UNKNOWN_LANGUAGE` among them. */
export function languagesOf(models: readonly ListedModel[]): string[] {
	return [...new Set(models.flatMap(({ languages }) => languages?.codes ?? [UNKNOWN_LANGUAGE]))];
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
	/** ONNX repositories, the smallest first. */
	readonly hub: readonly HubModel[];
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

function isCompiled(model: ListedModel): model is WebLlmModel {
	return model.kind === 'web-llm';
}

function isHub(model: ListedModel): model is HubModel {
	return model.kind === 'hub';
}

/** Families in the order in which they first occur. */
export function groupModels(models: readonly ListedModel[]): FamilyGroup[] {
	return [...groupBy(models, ({ family }) => family)].map(([family, members]) => ({
		family,
		models: modelGroups(members.filter(isCompiled)),
		hub: members.filter(isHub).sort((a, b) => a.parameterCount - b.parameterCount)
	}));
}

/** Small, most of them open to the data, and none of them in need of 16-bit floats. */
const PICKS = [
	'SmolLM2-360M-Instruct-q4f32_1-MLC',
	'HuggingFaceTB/SmolLM2-135M-Instruct',
	'Xenova/pythia-70m-deduped',
	'OLMo-2-0425-1B-Instruct-q4f32_1-MLC',
	'Qwen2.5-0.5B-Instruct-q4f32_1-MLC',
	'Xenova/distilgpt2'
] as const;

/** Good first models for small machines, the best first; those that cannot run here are left out. */
export function recommendedModels(
	models: readonly ListedModel[],
	machine: Machine | null
): ListedModel[] {
	return PICKS.flatMap((id) => models.find((model) => model.id === id) ?? []).filter(
		(model) => machine === null || fitsListed(model, machine).verdict !== 'does-not-work'
	);
}
