import type { OutputType } from './requests.ts';

/** What the harness computes where a task names no metrics. */
export const DEFAULT_METRICS: Readonly<Record<OutputType, readonly string[]>> = {
	loglikelihood: ['perplexity', 'acc'],
	loglikelihood_rolling: ['word_perplexity', 'byte_perplexity', 'bits_per_byte'],
	multiple_choice: ['acc', 'acc_norm'],
	generate_until: ['exact_match']
};
