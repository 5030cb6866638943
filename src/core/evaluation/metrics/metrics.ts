/** All metrics, by the harness's names. */
import { ACC } from './acc.ts';
import { ACC_BYTES } from './acc-bytes.ts';
import { ACC_MUTUAL_INFO } from './acc-mutual-info.ts';
import { ACC_NORM } from './acc-norm.ts';
import { BITS_PER_BYTE } from './bits-per-byte.ts';
import { BRIER_SCORE } from './brier-score.ts';
import { BYTE_PERPLEXITY } from './byte-perplexity.ts';
import { EXACT_MATCH } from './exact-match.ts';
import { F1 } from './f1.ts';
import { MCC } from './mcc.ts';
import type { Metric } from './metric.ts';
import { PERPLEXITY } from './perplexity.ts';
import { WORD_PERPLEXITY } from './word-perplexity.ts';

export const METRICS: ReadonlyMap<string, Metric> = new Map(
	[
		ACC,
		ACC_NORM,
		ACC_BYTES,
		ACC_MUTUAL_INFO,
		EXACT_MATCH,
		BRIER_SCORE,
		PERPLEXITY,
		WORD_PERPLEXITY,
		BYTE_PERPLEXITY,
		BITS_PER_BYTE,
		F1,
		MCC
	].map((metric) => [metric.name, metric])
);
