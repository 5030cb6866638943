/** Stored models as the rest of the app knows models: with a name, a precision, and a way to load them. */
import { withoutEndingSlashes } from '#core/text/ending-slashes.ts';
import { isObject } from '#catalog/custom-model.ts';
import { onnxPrecision } from '#catalog/onnx-variants.ts';
import { MLC_CONFIG, MODEL_LIBRARY, modelKey } from '#catalog/model-parts.ts';
import type { CatalogModel } from '#catalog/model.ts';
import type { HubModel } from '#catalog/onnx-hub-models.ts';
import type { WebLlmModel } from '#catalog/web-llm-models.ts';
import type { MlcModel } from '#core/mlc-model.ts';
import { LOCAL_FOLDER } from '#core/run-file/local-folder.ts';
import { encodePercent } from '#core/text/percent.ts';
import { strangersWords } from '#words/strangers-words.ts';
import type { StoredModel } from '#storage/weights/stored-model.ts';

export interface StoredCatalogSources {
	/** The catalogue's entry of a stored MLC model. */
	readonly record: (key: string) => WebLlmModel | undefined;
	/** The catalogue's entry of a stored ONNX model. */
	readonly hubModel: (key: string) => HubModel | undefined;
	/** This app's own name for the files of a digest, whatever a pack calls them; null where it has none. */
	readonly nameOf: (digest: string) => string | null;
	/** A small JSON file of a stored model; undefined when it is missing or no JSON. */
	readonly readJson: (modelId: string, file: string) => Promise<unknown>;
}

type Described = Pick<
	CatalogModel,
	'name' | 'family' | 'format' | 'license' | 'parameterCount' | 'summary' | 'task'
> & { readonly precision: string; readonly weightsFile: string; readonly mlc: MlcModel | null };

export function precisionOfRecord({ id, quantization }: WebLlmModel): string {
	const [, variant = ''] = id.split('-MLC');
	return quantization + variant;
}

/** Where the engine is told that files from a folder are. */
function placeOf({ id, source }: StoredModel): string {
	return source.url === null
		? `https://model.invalid/${encodePercent(id)}/`
		: `${withoutEndingSlashes(source.url)}/resolve/${source.revision ?? 'main'}/`;
}

/** Its id and title are the word of a pack or a folder, which may be that of any model. */
function isNamedByOthers({ fromPack, source }: StoredModel): boolean {
	return fromPack === true || source.url === null;
}

function textField(value: unknown, name: string): string | null {
	const field = isObject(value) ? value[name] : null;
	return typeof field === 'string' ? field : null;
}

function describeRecord(model: StoredModel, record: WebLlmModel): Described {
	return {
		name: record.name,
		family: record.family,
		format: 'mlc',
		license: record.license?.expression ?? null,
		parameterCount: record.parameterCount,
		summary: 'From the library; it runs on the graphics card.',
		precision: precisionOfRecord(record),
		weightsFile: '',
		mlc: { ...record.mlc, weightsUrl: placeOf(model) }
	};
}

function describeMlc(model: StoredModel, config: unknown): Described {
	const weightsUrl = placeOf(model);
	const quantization = textField(config, 'quantization') ?? 'unknown';
	const library = model.files.find(({ name }) => name === MODEL_LIBRARY);
	return {
		name: strangersWords(model.title),
		family: textField(config, 'model_type') ?? 'unknown',
		format: 'mlc',
		license: null,
		parameterCount: null,
		summary: 'A model of your own; it runs on the graphics card.',
		precision: quantization,
		weightsFile: '',
		mlc: {
			weightsUrl,
			libraryUrl: library?.url ?? weightsUrl + MODEL_LIBRARY,
			needsF16: quantization.includes('f16'),
			windows: {},
			manifest: null
		}
	};
}

/** What exporters write of BERT and its kin: `"architectures": ["BertForMaskedLM"]`. */
function namesMaskedModel(config: unknown): boolean {
	const names = isObject(config) ? config['architectures'] : null;
	return (
		Array.isArray(names) &&
		names.some((name) => typeof name === 'string' && name.endsWith('ForMaskedLM'))
	);
}

function describeOnnx(
	model: StoredModel,
	weightsFile: string,
	config: unknown,
	known: HubModel | undefined
): Described {
	return {
		name: strangersWords(model.title),
		family: known?.family ?? textField(config, 'model_type') ?? 'unknown',
		format: 'onnx',
		license: known?.license?.expression ?? null,
		parameterCount: known?.parameterCount ?? null,
		...(namesMaskedModel(config) ? { task: 'fill-mask' } : {}),
		summary: known === undefined ? 'A model of your own, in ONNX.' : 'From the library, in ONNX.',
		precision: onnxPrecision(weightsFile) ?? 'unknown',
		weightsFile,
		mlc: null
	};
}

async function describe(
	model: StoredModel,
	{ record, hubModel, readJson }: StoredCatalogSources
): Promise<Described | null> {
	const key = modelKey(model.id);
	const known = record(key);
	if (known !== undefined && !isNamedByOthers(model)) return describeRecord(model, known);
	const names = model.files.map(({ name }) => name);
	if (names.includes(MLC_CONFIG)) {
		const described = describeMlc(model, await readJson(model.id, MLC_CONFIG));
		// It runs as the catalogue's entry of that name does; nothing else is said in its name.
		return known === undefined
			? described
			: { ...described, mlc: { ...known.mlc, weightsUrl: placeOf(model) } };
	}
	const weightsFile = names.find((name) => onnxPrecision(name) !== null);
	if (weightsFile === undefined) return null;
	const config = await readJson(model.id, 'config.json');
	const listed = isNamedByOthers(model) ? undefined : hubModel(key);
	return describeOnnx(model, weightsFile, config, listed);
}

/** @returns null for a model that is incomplete, or that no engine here can run */
export async function catalogModelOf(
	model: StoredModel,
	sources: StoredCatalogSources
): Promise<CatalogModel | null> {
	if (model.digest === null) return null;
	const described = await describe(model, sources);
	if (described === null) return null;
	const { precision, weightsFile, mlc, ...facts } = described;
	const known = isNamedByOthers(model) ? sources.nameOf(model.digest) : facts.name;
	const files = model.files.flatMap(({ name, sizeBytes, digest }) =>
		sizeBytes === null || digest === null ? [] : { name, sizeBytes, digest }
	);
	return {
		...facts,
		name: known ?? facts.name,
		id: model.id,
		source: { url: model.source.url ?? LOCAL_FOLDER, revision: model.source.revision },
		precisions: [{ id: precision, hint: 'Stored in this browser.', weightsFile, files }],
		stored: {
			id: model.id,
			digest: model.digest,
			mlc,
			...(known === null ? { isQuoted: true } : {})
		}
	};
}
