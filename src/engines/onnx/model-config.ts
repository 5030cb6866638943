/** Reads the JSON files that lie beside the weights (Hugging Face layout). */
import * as v from 'valibot';
import { AppError } from '#core/errors.ts';
import { readGenerationConfig, type PublishedSettings } from '#core/sampling/published-settings.ts';
import type { ModelFile } from '../engine.ts';
import { parsePythonJson } from './python-json.ts';

const isTokenId = (id: unknown): id is number => Number.isInteger(id) && (id as number) >= 0;
/** One id or several; what is not one (some configs say -1) names no token. */
const eos = v.pipe(
	v.unknown(),
	v.transform((ids) => [ids].flat().filter(isTokenId))
);
const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));
/** A list has one for each layer; where they differ there is no size to speak of (NaN). */
const size = v.union([
	positiveInteger,
	v.pipe(
		v.array(v.unknown()),
		v.transform((sizes) => {
			const [first, ...others] = new Set(sizes);
			return others.length === 0 && v.is(positiveInteger, first) ? first : NaN;
		})
	)
]);

const configSchema = v.object({
	model_type: v.nullish(v.string()),
	is_encoder_decoder: v.nullish(v.boolean()),
	// How long a text may be, by family.
	max_position_embeddings: v.nullish(positiveInteger),
	n_positions: v.nullish(positiveInteger),
	n_ctx: v.nullish(positiveInteger),
	seq_length: v.nullish(positiveInteger),
	max_sequence_length: v.nullish(positiveInteger),
	// Sizes of the cache, by family.
	hidden_size: v.nullish(size),
	n_embd: v.nullish(size),
	n_embed: v.nullish(size),
	head_dim: v.nullish(size),
	num_attention_heads: v.nullish(size),
	n_head: v.nullish(size),
	num_heads: v.nullish(size),
	num_key_value_heads: v.nullish(size),
	multi_query: v.nullish(v.boolean()),
	pad_token_id: v.fallback(v.nullish(v.number()), null),
	eos_token_id: v.optional(eos),
	/** Of the part that writes, in models that also see. */
	text_config: v.fallback(v.nullish(v.object({ eos_token_id: v.optional(eos) })), null)
});

const generationConfigSchema = v.looseObject({ eos_token_id: v.optional(eos) });
type GenerationConfig = v.InferOutput<typeof generationConfigSchema>;

const specialToken = v.fallback(
	v.nullish(v.union([v.string(), v.object({ content: v.string() })])),
	null
);

/** What is no token is passed over; null takes one away. */
const mappedToken = v.fallback(
	v.optional(v.nullable(v.union([v.string(), v.object({ content: v.string() })]))),
	undefined
);

const specialTokensMapSchema = v.object({
	bos_token: mappedToken,
	eos_token: mappedToken,
	pad_token: mappedToken,
	unk_token: mappedToken,
	sep_token: mappedToken,
	cls_token: mappedToken,
	mask_token: mappedToken
});

const tokenizerConfigSchema = v.looseObject({
	chat_template: v.nullish(
		v.union([v.string(), v.array(v.object({ name: v.string(), template: v.string() }))])
	),
	bos_token: specialToken,
	eos_token: specialToken,
	pad_token: specialToken,
	unk_token: specialToken,
	sep_token: specialToken,
	cls_token: specialToken,
	mask_token: specialToken,
	model_max_length: v.fallback(v.nullish(v.number()), null)
});

export type ModelConfig = v.InferOutput<typeof configSchema>;
export type TokenizerConfig = v.InferOutput<typeof tokenizerConfigSchema>;

/** The first that is said; configs say null of what they leave out. No size differs by layer. */
export function firstSaid(...values: readonly (number | null | undefined)[]): number | undefined {
	const said = values.find((value) => value !== null && value !== undefined) ?? undefined;
	return Number.isNaN(said) ? undefined : said;
}

/** Attention heads a layer. */
export function headsOf(config: ModelConfig): number | undefined {
	return firstSaid(config.num_attention_heads, config.n_head, config.num_heads);
}

export interface ModelDescription {
	readonly config: ModelConfig;
	/** Most tokens that the model can attend to. */
	readonly contextLength: number;
	/** What `generation_config.json` and `config.json` name. */
	readonly stopTokenIds: readonly number[];
	/** How `generation_config.json` would have it write; null where it does not say. */
	readonly published: PublishedSettings | null;
	/** The file's bytes: only the tokenizer library reads it. */
	readonly tokenizerJson: Uint8Array;
	readonly tokenizerConfig: TokenizerConfig;
	/** `chat_template.jinja` or `.json` where there is one, else the one in `tokenizer_config.json`. */
	readonly chatTemplate: string | null;
}

/** @throws AppError `model-file-missing` */
export function requireFile<File extends { readonly name: string }>(
	files: readonly File[],
	name: string
): File {
	const file = files.find((candidate) => candidate.name === name);
	if (file === undefined) {
		throw new AppError('model-file-missing', `the model has no ${name}`, {
			details: { file: name }
		});
	}
	return file;
}

function invalid(file: string, problem: string, cause?: unknown): AppError {
	return new AppError('model-invalid', `${file}: ${problem}`, {
		details: { file, problem },
		cause
	});
}

function parseJson<S extends v.GenericSchema>(file: ModelFile, schema: S): v.InferOutput<S> {
	let json: unknown;
	try {
		json = parsePythonJson(new TextDecoder().decode(file.bytes));
	} catch (cause) {
		throw invalid(file.name, 'is not JSON', cause);
	}
	const parsed = v.safeParse(schema, json);
	if (parsed.success) return parsed.output;
	const issue = parsed.issues[0];
	throw invalid(file.name, `${v.getDotPath(issue) ?? 'the whole file'}: ${issue.message}`);
}

function readGeneration(files: readonly ModelFile[]): GenerationConfig {
	const file = files.find(({ name }) => name === 'generation_config.json');
	return file === undefined ? {} : parseJson(file, generationConfigSchema);
}

function readStopTokenIds(generation: GenerationConfig, config: ModelConfig): readonly number[] {
	return [
		...new Set([
			...(generation.eos_token_id ?? []),
			...(config.eos_token_id ?? []),
			...(config.text_config?.eos_token_id ?? [])
		])
	];
}

const templateFileSchema = v.object({ chat_template: v.string() });

/** Every byte counts: a byte order mark is part of the prompt, as in transformers. */
function templateText({ name, bytes }: ModelFile): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch (cause) {
		throw invalid(name, 'is not UTF-8', cause);
	}
}

function readChatTemplate(files: readonly ModelFile[], config: TokenizerConfig): string | null {
	const text = files.find(({ name }) => name === 'chat_template.jinja');
	if (text !== undefined) return templateText(text);
	const json = files.find(({ name }) => name === 'chat_template.json');
	if (json !== undefined) return parseJson(json, templateFileSchema).chat_template;
	const { chat_template: template } = config;
	if (typeof template === 'string') return template;
	// The others are for tools and documents, which there are none of.
	return template?.find(({ name }) => name === 'default')?.template ?? null;
}

/** Of a model that sets no limit itself, as BLOOM does (ALiBi): what most such models were trained on. */
const UNLIMITED_CONTEXT = 2048;

function readContextLength(config: ModelConfig): number {
	return (
		config.max_position_embeddings ??
		config.n_positions ??
		config.n_ctx ??
		config.seq_length ??
		config.max_sequence_length ??
		UNLIMITED_CONTEXT
	);
}

/**
 * `tokenizer_config.json`, and as transformers has it: beside one that lists no added tokens,
 * `special_tokens_map.json` has the last word.
 */
function readTokenizerConfig(files: readonly ModelFile[]): TokenizerConfig {
	const file = requireFile(files, 'tokenizer_config.json');
	const config = parseJson(file, tokenizerConfigSchema);
	const map = files.find(({ name }) => name === 'special_tokens_map.json');
	if (map === undefined || 'added_tokens_decoder' in config) return config;
	const mapped = Object.entries(parseJson(map, specialTokensMapSchema));
	return { ...config, ...Object.fromEntries(mapped.filter(([, token]) => token !== undefined)) };
}

/** @throws AppError `model-file-missing`, `model-invalid` (details: file, problem), `model-unsupported` */
export function describeModel(files: readonly ModelFile[]): ModelDescription {
	const config = parseJson(requireFile(files, 'config.json'), configSchema);
	if (config.is_encoder_decoder === true) {
		throw new AppError('model-unsupported', 'an encoder and a decoder', {
			details: {
				problem: 'it has an encoder and a decoder; only decoders continue a text',
				modelType: config.model_type ?? null
			}
		});
	}
	const tokenizerConfig = readTokenizerConfig(files);
	const generation = readGeneration(files);
	return {
		config,
		contextLength: readContextLength(config),
		stopTokenIds: readStopTokenIds(generation, config),
		published: readGenerationConfig(generation),
		tokenizerJson: requireFile(files, 'tokenizer.json').bytes,
		tokenizerConfig,
		chatTemplate: readChatTemplate(files, tokenizerConfig)
	};
}
