/** What two or more runs have in common and where they part: settings, model, prompt, tokens. */
import { canonicalJson } from '../run-file/canonical-json.ts';
import type { Run, TokenTrace } from '../run-file/schema.ts';
import { exp } from '../sampling/exp-ln.ts';
import { SETTING_NAMES } from '../sampling/settings.ts';
import { alignColumns } from './align-columns.ts';
import type { AlignedColumn } from './align-columns.ts';

/** A field that is not the same in all runs; values are plain JSON, one for each run, in order. */
export interface FieldDifference {
	readonly group: 'prompt' | 'settings' | 'model' | 'engine';
	/** E.g. `temperature`, `backend`, `messages[0]` or `file tokenizer.json`. */
	readonly field: string;
	readonly values: readonly unknown[];
}

/** One of the choices at the fork. */
export interface ForkChoice {
	/** Null for an output that ended there. */
	readonly token: { readonly id: number; readonly text: string } | null;
	/** Indices of the runs that took it. */
	readonly runs: readonly number[];
	/** Under the raw logits of each run, 0 to 1; null where the trace does not name the token. */
	readonly probabilities: readonly (number | null)[];
}

/** The first position where not all outputs have the same token. */
export interface Fork {
	/** Index among the output tokens, from 0. */
	readonly position: number;
	/** Each choice once, in the order of the runs that took it first. */
	readonly choices: readonly ForkChoice[];
	/** Whether all models gave the same raw logits there, bit for bit: then only settings and draws can differ. */
	readonly sameLogits: boolean;
}

export interface RunComparison {
	readonly differences: readonly FieldDifference[];
	/** Null when all outputs are the same. */
	readonly fork: Fork | null;
	readonly columns: readonly AlignedColumn[];
	/** Models with other tokenizers share no ids: their tokens are compared by what they spell. */
	readonly comparedBy: 'ids' | 'text';
}

const SETTING_FIELDS = [
	'seed',
	...SETTING_NAMES,
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

/** Compares runs as `readRun` gives them, at least one, in whatever order. */
export function compareRuns(runs: readonly Run[]): RunComparison {
	const sameTokenizer = runs.every((run) => tokenizerOf(run) === tokenizerOf(runs[0]));
	const comparedBy = sameTokenizer ? 'ids' : 'text';
	const keys = runs.map(({ output }) => output.tokens.map((token) => keyOf(token, comparedBy)));
	return {
		differences: [
			...promptDifferences(runs),
			...differences('settings', SETTING_FIELDS, runs, ({ request }) => request),
			...differences('model', MODEL_FIELDS, runs, ({ model }) => model),
			...fileDifferences(runs),
			...differences('engine', ENGINE_FIELDS, runs, ({ engine }) => engine)
		],
		fork: findFork(runs, keys, comparedBy),
		columns: alignColumns(keys),
		comparedBy
	};
}

/**
 * How likely a token was at a position of another run with the same tokens before it.
 *
 * @returns 0 to 1, under that run's raw logits; null when its trace does not name the token
 */
export function probabilityAt(
	trace: TokenTrace | undefined,
	token: Pick<TokenTrace, 'id' | 'text'>,
	comparedBy: RunComparison['comparedBy']
): number | null {
	if (trace === undefined) return null;
	const isIt =
		comparedBy === 'ids'
			? ({ id }: { id: number }) => id === token.id
			: ({ text }: { text: string }) => text !== '' && text === token.text;
	const known = isIt(trace) ? trace : trace.alternatives.find(isIt);
	return known === undefined ? null : exp(known.logprob);
}

function tokenizerOf(run: Run | undefined): string | undefined {
	const file = run?.model.resources.find(({ name }) => /(^|\/)tokenizer\.json$/.test(name));
	return file?.digest ?? run?.model.digest;
}

/** Special tokens and parts of characters have no text of their own: they are known by their ids. */
function keyOf({ id, text }: TokenTrace, comparedBy: RunComparison['comparedBy']): string {
	return comparedBy === 'ids' || text === '' ? `#${id}` : text;
}

function differ(values: readonly unknown[]): boolean {
	return new Set(values.map((value) => canonicalJson(value))).size > 1;
}

function differences<Part extends object>(
	group: FieldDifference['group'],
	fields: readonly (keyof Part & string)[],
	runs: readonly Run[],
	part: (run: Run) => Part
): FieldDifference[] {
	return fields
		.map((field) => ({ group, field, values: runs.map((run) => part(run)[field] ?? null) }))
		.filter(({ values }) => differ(values));
}

function promptDifferences(runs: readonly Run[]): FieldDifference[] {
	const found = differences(
		'prompt',
		['mode', 'prompt', 'template_digest', 'date', 'spelled_tokens'],
		runs,
		(run) => run.request
	);
	const count = Math.max(...runs.map(({ request }) => request.messages.length));
	for (let i = 0; i < count; i++) {
		const values = runs.map(({ request }) => request.messages[i] ?? null);
		if (differ(values)) found.push({ group: 'prompt', field: `messages[${i}]`, values });
	}
	return found;
}

function fileDifferences(runs: readonly Run[]): FieldDifference[] {
	const digests = runs.map(
		({ model }) => new Map(model.resources.map(({ name, digest }) => [name, digest]))
	);
	const names = new Set(digests.flatMap((files) => [...files.keys()]));
	return [...names]
		.sort()
		.map((name) => ({
			group: 'model' as const,
			field: `file ${name}`,
			values: digests.map((files) => files.get(name) ?? null)
		}))
		.filter(({ values }) => differ(values));
}

function findFork(
	runs: readonly Run[],
	keys: readonly (readonly string[])[],
	comparedBy: RunComparison['comparedBy']
): Fork | null {
	const longest = Math.max(...keys.map(({ length }) => length));
	const position = Array.from({ length: longest }, (_, i) => i).find((i) =>
		keys.some((column) => column[i] !== keys[0]?.[i])
	);
	if (position === undefined) return null;
	const digests = runs.map(({ output }) => output.tokens[position]?.logits_digest);
	return {
		position,
		choices: choicesAt(
			runs,
			runs.map(() => position),
			comparedBy
		),
		sameLogits: digests.every((digest) => digest !== undefined && digest === digests[0])
	};
}

/**
 * What the runs have at one place, and how likely each choice was in every run.
 *
 * @param positions an output index for each run; null where it has no token in that place
 * @returns each choice once, in the order of the runs that took it first
 */
export function choicesAt(
	runs: readonly Run[],
	positions: readonly (number | null)[],
	comparedBy: RunComparison['comparedBy']
): ForkChoice[] {
	const traces = runs.map(({ output }, i) => {
		const position = positions[i] ?? null;
		return position === null ? undefined : output.tokens[position];
	});
	const takers = new Map<string, number[]>();
	for (const [index, trace] of traces.entries()) {
		const key = trace === undefined ? '' : keyOf(trace, comparedBy);
		takers.set(key, [...(takers.get(key) ?? []), index]);
	}
	return [...takers.values()].map((taken) => {
		const trace = traces[taken[0] ?? 0];
		const token = trace === undefined ? null : { id: trace.id, text: trace.text };
		return {
			token,
			runs: taken,
			probabilities: traces.map((other) =>
				token === null ? null : probabilityAt(other, token, comparedBy)
			)
		};
	});
}
