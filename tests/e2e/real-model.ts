/** Real models in a folder outside the repository, and what their reference says of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Run } from '../../src/core/run-file/schema.ts';

/** What `tools/real-models/reference.py` writes of one prompt. */
export interface ReferenceTurn {
	/** The user's, in a chat. */
	readonly message?: string;
	readonly prompt_ids: readonly number[];
	/** The likeliest after it, 40 at most. */
	readonly token_ids: readonly number[];
	/** ln of their probabilities. */
	readonly logprobs: readonly number[];
	/** By how much each was likelier than the next one, in nats. */
	readonly margins: readonly number[];
}

export interface ReferenceCase {
	readonly name: string;
	/** A text to be completed; a chat has none. */
	readonly prompt?: string;
	readonly system?: string | null;
	readonly turns: readonly ReferenceTurn[];
}

export interface RealModel {
	readonly name: string;
	readonly folder: string;
	readonly precision: string;
	readonly cases: readonly ReferenceCase[];
}

/** By the file's name. `tolerance`: how far a log-probability may be from the reference's, in nats. */
const PRECISIONS: Readonly<Record<string, { readonly name: string; readonly tolerance: number }>> =
	{
		'model.onnx': { name: 'fp32', tolerance: 1e-3 },
		'model_q4.onnx': { name: 'q4', tolerance: 1e-3 },
		// Activations are rounded to 8 bits in every step, and their last digits decide to which side: ONNX Runtime is
		// as far from itself when it sums in another order (docs/performance.md).
		'model_quantized.onnx': { name: 'q8', tolerance: 0.5 }
	};

const REFERENCE = '.reference.json';

/** Every model of the folder in every precision that the reference knows. */
export function readRealModels(folder: string): RealModel[] {
	const names = readdirSync(folder)
		.filter((file) => file.endsWith(REFERENCE))
		.map((file) => file.slice(0, -REFERENCE.length))
		.filter((name) => existsSync(join(folder, name)));
	return names.flatMap((name) => {
		const reference = JSON.parse(
			readFileSync(join(folder, `${name}${REFERENCE}`), 'utf8')
		) as Record<string, readonly ReferenceCase[]>;
		return Object.entries(reference).map(([file, cases]) => {
			const { name: precision } = PRECISIONS[file] ?? { name: file };
			return { name, folder: join(folder, name), precision, cases };
		});
	});
}

const toleranceOf = (precision: string): number =>
	Object.values(PRECISIONS).find(({ name }) => name === precision)?.tolerance ?? 1e-3;

export interface Comparison {
	/** Tokens that were compared. */
	readonly tokens: number;
	/** Where the two part, and by how little the reference preferred its own; null when they are equal. */
	readonly parting: { readonly index: number; readonly margin: number } | null;
	/** The largest difference of a log-probability before that, in nats. */
	readonly logprobDifference: number;
}

/** Fails when prompt, tokens or probabilities are others than the precision explains. */
export function compareWithReference(run: Run, turn: ReferenceTurn, precision: string): Comparison {
	const tolerance = toleranceOf(precision);
	expect(run.request.prompt_token_ids, 'ids of the prompt').toEqual(turn.prompt_ids);
	const { tokens } = run.output;
	const index = turn.token_ids.findIndex((id, i) => tokens[i]?.id !== id);
	const parting = index === -1 ? null : { index, margin: turn.margins[index] ?? NaN };
	const equal = tokens.slice(0, index === -1 ? turn.token_ids.length : index);
	const differences = equal.map(({ logprob }, i) => Math.abs(logprob - (turn.logprobs[i] ?? NaN)));
	const logprobDifference = Math.max(0, ...differences);
	expect(logprobDifference, 'of log-probabilities').toBeLessThan(tolerance);
	if (parting === null) expect(tokens).toHaveLength(turn.token_ids.length);
	// Two tokens may change places when each is off by as much.
	else expect(parting.margin, `the margin at token ${index}`).toBeLessThan(2 * tolerance);
	return { tokens: turn.token_ids.length, parting, logprobDifference };
}
