/** Reads `mlc-chat-config.json` and the tokenizer that lies beside it. */
import * as v from 'valibot';
import { AppError } from '#core/errors.ts';
import type { MlcWindows } from '#core/mlc-model.ts';
import type { ModelFile } from '../engine.ts';
import { convTemplateSchema, tokenId } from './conv-template.ts';

const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));
/** -1 is off. */
const windowSize = v.pipe(v.number(), v.integer(), v.minValue(-1));

const mlcConfigSchema = v.looseObject({
	vocab_size: positiveInteger,
	context_window_size: v.nullish(windowSize),
	sliding_window_size: v.nullish(windowSize),
	attention_sink_size: v.nullish(windowSize),
	prefill_chunk_size: v.nullish(v.number()),
	eos_token_id: v.nullish(v.union([tokenId, v.array(tokenId)])),
	conv_template: convTemplateSchema
});

export type MlcConfig = v.InferOutput<typeof mlcConfigSchema>;

export const MLC_CONFIG = 'mlc-chat-config.json';

function invalid(file: string, problem: string, cause?: unknown): AppError {
	return new AppError('model-invalid', `${file}: ${problem}`, {
		details: { file, problem },
		cause
	});
}

/** @throws AppError `model-file-missing` */
export function requireFile(files: readonly ModelFile[], name: string): ModelFile {
	const file = files.find((candidate) => candidate.name === name);
	if (file === undefined) {
		throw new AppError('model-file-missing', `the model has no ${name}`, {
			details: { file: name }
		});
	}
	return file;
}

function parseJson<S extends v.GenericSchema>(file: ModelFile, schema: S): v.InferOutput<S> {
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder().decode(file.bytes));
	} catch (cause) {
		throw invalid(file.name, 'is not JSON', cause);
	}
	const parsed = v.safeParse(schema, json);
	if (parsed.success) return parsed.output;
	const issue = parsed.issues[0];
	throw invalid(file.name, `${v.getDotPath(issue) ?? 'the whole file'}: ${issue.message}`);
}

/** @throws AppError `model-file-missing`, `model-invalid` (details: file, problem) */
export function readMlcConfig(files: readonly ModelFile[]): MlcConfig {
	return parseJson(requireFile(files, MLC_CONFIG), mlcConfigSchema);
}

/**
 * @returns how many tokens the KV cache holds: the sliding window where there is one
 * @throws AppError `model-invalid`
 */
export function contextLengthOf(config: MlcConfig, windows: MlcWindows): number {
	const sliding = windows.sliding_window_size ?? config.sliding_window_size ?? -1;
	if (sliding > 0) return sliding;
	const context = windows.context_window_size ?? config.context_window_size ?? -1;
	if (context > 0) return context;
	throw invalid(MLC_CONFIG, 'context_window_size is missing');
}
