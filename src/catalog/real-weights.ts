/**
 * Which real weights were loaded in Glasshouse, outside the repository, and when. Everything else of the
 * catalogue is known from its layout and from what its makers say.
 */

/** Real weights that ran in this app, and how they compare with a model of the catalogue. */
export interface RealWeights {
	/** Whether they were the model's own files; else others of the same architecture. */
	readonly areItsOwn: boolean;
	/** What was loaded. */
	readonly weights: string;
	/** In which form. */
	readonly form: string;
	/** Year and month. */
	readonly date: string;
}

interface Seen extends Omit<RealWeights, 'areItsOwn'> {
	/** Entries of the catalogue whose own files they were. */
	readonly ids: readonly string[];
	/** What they share with other models: `model_type` in `config.json`, or what a library was compiled for. */
	readonly architecture: string;
}

const SEEN: readonly Seen[] = [
	{
		ids: [],
		architecture: 'qwen2',
		weights: 'a fine-tune of Qwen2.5-Coder 0.5B',
		form: 'ONNX fp32, q8, q4',
		date: '2026-11'
	},
	{
		ids: [],
		architecture: 'gemma3_text',
		weights: 'Gemma 3 270M',
		form: 'ONNX fp32, q8, q4',
		date: '2026-11'
	},
	{
		ids: [],
		architecture: 'Qwen2-0.5B-Instruct-q4f32_1',
		weights: 'a fine-tune of Qwen2.5-Coder 0.5B',
		form: 'MLC q4f32_1',
		date: '2026-11'
	}
];

/**
 * @param architecture `model_type` of an ONNX model; the model that a library was compiled for, with its precision
 * @returns null when none of its kind were loaded
 */
export function realWeightsOf(id: string, architecture: string): RealWeights | null {
	const seen =
		SEEN.find(({ ids }) => ids.includes(id)) ??
		SEEN.find((each) => each.architecture === architecture);
	if (seen === undefined) return null;
	const { ids, weights, form, date } = seen;
	return { areItsOwn: ids.includes(id), weights, form, date };
}
