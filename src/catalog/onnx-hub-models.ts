/**
 * ONNX models on the hub, for families that WebLLM has no build of and for machines without WebGPU.
 * Which precisions there are, and how large, the hub is asked when someone looks at one: only its
 * name and what is known of the model stand here.
 */
import { memoryMBOf } from './onnx-fit.ts';
import { familyFacts, type FamilyFacts } from './model-families.ts';
import { realWeightsOf, type RealWeights } from './real-weights.ts';

export interface HubModel extends FamilyFacts {
	readonly kind: 'hub';
	/** The repository, `owner/name`. */
	readonly id: string;
	readonly name: string;
	readonly parameterCount: number;
	/** Of its eight-bit weights. */
	readonly estimatedDownloadBytes: number;
	/** What loading them takes, in MB (2^20 bytes). */
	readonly memoryMB: number;
	/** Some of its precisions never need them. */
	readonly needsF16: false;
	/** Tokens, prompt and output together. */
	readonly contextLength: number;
	readonly use: 'chat' | 'completion' | 'fill-mask';
	/** The architecture's name in `config.json`. */
	readonly modelType: string;
	/** Whether its layout runs in tests here, on a small model of the same shape. */
	readonly isLayoutProved: boolean;
	/** Real weights of its kind that were loaded in this app; null when none were. */
	readonly realWeights: RealWeights | null;
	readonly pageUrl: string;
}

type Row = readonly [
	id: string,
	modelType: string,
	millions: number,
	contextLength: number,
	use: HubModel['use']
];

const ROWS: readonly Row[] = [
	['HuggingFaceTB/SmolLM2-135M-Instruct', 'llama', 135, 8192, 'chat'],
	['HuggingFaceTB/SmolLM2-360M-Instruct', 'llama', 362, 8192, 'chat'],
	['Xenova/pythia-14m', 'gpt_neox', 14, 2048, 'completion'],
	['Xenova/pythia-70m-deduped', 'gpt_neox', 70, 2048, 'completion'],
	['Xenova/pythia-160m-deduped', 'gpt_neox', 162, 2048, 'completion'],
	['Xenova/pythia-410m-deduped', 'gpt_neox', 405, 2048, 'completion'],
	['onnx-community/AMD-OLMo-1B-SFT-DPO', 'olmo', 1177, 2048, 'chat'],
	['Xenova/bloom-560m', 'bloom', 559, 2048, 'completion'],
	['Xenova/bloomz-560m', 'bloom', 559, 2048, 'completion'],
	['Xenova/gpt2', 'gpt2', 124, 1024, 'completion'],
	['Xenova/distilgpt2', 'gpt2', 82, 1024, 'completion'],
	['Xenova/opt-125m', 'opt', 125, 2048, 'completion'],
	['Xenova/opt-350m', 'opt', 331, 2048, 'completion'],
	['Xenova/llama2.c-stories15M', 'llama', 15, 256, 'completion'],
	['Xenova/llama2.c-stories110M', 'llama', 110, 1024, 'completion'],
	['Xenova/TinyLlama-1.1B-Chat-v1.0', 'llama', 1100, 2048, 'chat'],
	['onnx-community/Llama-3.2-1B-Instruct', 'llama', 1236, 131072, 'chat'],
	['onnx-community/Qwen2.5-0.5B-Instruct', 'qwen2', 494, 32768, 'chat'],
	['onnx-community/Qwen2.5-1.5B-Instruct', 'qwen2', 1544, 32768, 'chat'],
	['onnx-community/Qwen3-0.6B-ONNX', 'qwen3', 596, 40960, 'chat'],
	['onnx-community/Qwen3-1.7B-ONNX', 'qwen3', 1720, 40960, 'chat'],
	['Felladrin/onnx-int8-TinyMistral-248M', 'mistral', 248, 32768, 'completion'],
	['Xenova/bert-base-uncased', 'bert', 110, 512, 'fill-mask'],
	['Xenova/distilbert-base-uncased', 'distilbert', 66, 512, 'fill-mask'],
	['Xenova/distilbert-base-multilingual-cased', 'distilbert', 135, 512, 'fill-mask'],
	['Xenova/roberta-base', 'roberta', 125, 512, 'fill-mask'],
	['Xenova/distilroberta-base', 'roberta', 82, 512, 'fill-mask']
];

/** Those of which `tests/fixtures/families` or `fill-mask` has a model. */
const PROVED_LAYOUTS: ReadonlySet<string> = new Set([
	'bert',
	'bloom',
	'distilbert',
	'gpt2',
	'gpt_neox',
	'llama',
	'mistral',
	'olmo',
	'opt',
	'qwen2',
	'qwen3',
	'roberta'
]);

/** The repository's name without what it says of the export. */
function modelName(id: string): string {
	const [, name = id] = id.split('/');
	return name.replace(/^onnx-(int8-)?/, '').replace(/-ONNX$/, '');
}

export const HUB_MODELS: readonly HubModel[] = ROWS.map(
	([id, modelType, millions, contextLength, use]) => ({
		...familyFacts(modelName(id)),
		kind: 'hub',
		id,
		name: modelName(id),
		parameterCount: millions * 1e6,
		estimatedDownloadBytes: millions * 1e6,
		memoryMB: memoryMBOf(millions * 1e6),
		needsF16: false,
		contextLength,
		use,
		modelType,
		isLayoutProved: PROVED_LAYOUTS.has(modelType),
		realWeights: realWeightsOf(id, modelType),
		pageUrl: `https://huggingface.co/${id}`
	})
);
