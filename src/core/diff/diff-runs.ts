/** What two runs have in common and where they part: settings, model, prompt, tokens. */
import { canonicalJson } from '../run-file/canonical-json.ts';
import type { Run, TokenTrace } from '../run-file/schema.ts';
import { exp } from '../sampling/exp-ln.ts';
import { differingResources } from '../verification/comparable.ts';
import type { DifferingResource } from '../verification/verdict.ts';
import { alignTokens } from './align-tokens.ts';
import type { AlignedSpan } from './align-tokens.ts';

/** A field that has another value in each run; values are plain JSON. */
export interface FieldDifference {
	/** E.g. `temperature` or `engine.backend`. */
	readonly field: string;
	readonly a: unknown;
	readonly b: unknown;
}

/** One choice at the fork. */
export interface ForkChoice {
	readonly id: number;
	readonly text: string;
	/** Probability under the raw logits of run a, 0 to 1; null when its trace does not name it. */
	readonly probabilityInA: number | null;
	readonly probabilityInB: number | null;
}

/** The first position where the outputs differ. */
export interface Fork {
	/** Index among the output tokens, from 0. */
	readonly position: number;
	/** Null where that output has already ended. */
	readonly a: ForkChoice | null;
	readonly b: ForkChoice | null;
	/** Whether both models saw the same numbers there, bit for bit: then only the draw differs. */
	readonly sameLogits: boolean;
}

export interface RunDiff {
	/** Sampling settings, seed, limits and stops. */
	readonly settings: readonly FieldDifference[];
	/** Name, precision, digest. */
	readonly model: readonly FieldDifference[];
	readonly modelFiles: readonly DifferingResource[];
	readonly engine: readonly FieldDifference[];
	/** Mode, template, text or messages by index; the token ids are in `promptSpans`. */
	readonly prompt: readonly FieldDifference[];
	readonly promptSpans: readonly AlignedSpan[];
	/** How many output tokens agree before the first difference. */
	readonly sharedTokens: number;
	readonly tokenSpans: readonly AlignedSpan[];
	/** Null when the token ids are the same. */
	readonly fork: Fork | null;
}

const SETTING_FIELDS = [
	'seed',
	'temperature',
	'top_k',
	'top_p',
	'min_p',
	'repetition_penalty',
	'presence_penalty',
	'frequency_penalty',
	'logit_bias',
	'max_tokens',
	'stop_sequences',
	'stop_token_ids',
	'forced_token_ids',
	'sampler'
] as const;

const MODEL_FIELDS = ['name', 'format', 'quantization', 'digest'] as const;

const ENGINE_FIELDS = [
	'name',
	'version',
	'build',
	'backend',
	'threads',
	'prefill',
	'options',
	'adapter'
] as const;

function differences<Part extends object>(
	fields: readonly (keyof Part & string)[],
	a: Part,
	b: Part,
	prefix = ''
): FieldDifference[] {
	return fields
		.filter((field) => canonicalJson(a[field]) !== canonicalJson(b[field]))
		.map((field) => ({ field: `${prefix}${field}`, a: a[field], b: b[field] }));
}

/** Compares two runs as `readRun` gives them, in whatever order. */
export function diffRuns(a: Run, b: Run): RunDiff {
	const fork = findFork(a, b);
	return {
		settings: differences(SETTING_FIELDS, a.request, b.request),
		model: differences(MODEL_FIELDS, a.model, b.model),
		modelFiles: differingResources(a.model.resources, b.model.resources),
		engine: differences(ENGINE_FIELDS, a.engine, b.engine, 'engine.'),
		prompt: promptDifferences(a, b),
		promptSpans: alignTokens(a.request.prompt_token_ids, b.request.prompt_token_ids),
		sharedTokens: fork?.position ?? a.output.token_ids.length,
		tokenSpans: alignTokens(a.output.token_ids, b.output.token_ids),
		fork
	};
}

function promptDifferences({ request: a }: Run, { request: b }: Run): FieldDifference[] {
	const found = differences(['mode', 'prompt', 'template_digest'], a, b);
	const count = Math.max(a.messages.length, b.messages.length);
	for (let i = 0; i < count; i++) {
		const messages = { a: a.messages[i] ?? null, b: b.messages[i] ?? null };
		if (canonicalJson(messages.a) === canonicalJson(messages.b)) continue;
		found.push({ field: `messages[${i}]`, ...messages });
	}
	return found;
}

function findFork({ output: a }: Run, { output: b }: Run): Fork | null {
	const longer = Math.max(a.tokens.length, b.tokens.length);
	for (let position = 0; position < longer; position++) {
		const tokenA = a.tokens[position];
		const tokenB = b.tokens[position];
		if (tokenA?.id === tokenB?.id) continue;
		return {
			position,
			a: forkChoice(tokenA, tokenA, tokenB),
			b: forkChoice(tokenB, tokenA, tokenB),
			sameLogits: tokenA?.logits_digest === tokenB?.logits_digest
		};
	}
	return null;
}

function forkChoice(
	chosen: TokenTrace | undefined,
	inA: TokenTrace | undefined,
	inB: TokenTrace | undefined
): ForkChoice | null {
	if (chosen === undefined) return null;
	return {
		id: chosen.id,
		text: chosen.text,
		probabilityInA: probability(inA, chosen.id),
		probabilityInB: probability(inB, chosen.id)
	};
}

/** From the trace: known of the token that was taken, and of the recorded alternatives. */
function probability(token: TokenTrace | undefined, id: number): number | null {
	if (token === undefined) return null;
	const known = token.id === id ? token : token.alternatives.find((other) => other.id === id);
	return known === undefined ? null : exp(known.logprob);
}
