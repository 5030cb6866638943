/** Reads the kept bench back: whatever an older or newer app, or a curious user, left in storage. */
import { AXIS_FIELDS } from '#core/sweep/axis-values.ts';
import type { ValueSchema } from '#storage/settings-store.ts';
import type { BenchRecipeDraft } from './bench-recipe.svelte.ts';
import { BENCH_FIELDS, type BenchValues } from './bench-values.ts';
import type { CompareDraft } from './compare-state.svelte.ts';
import { readTurn } from '../play/draft-schema.ts';
import { MOST_COLUMNS } from '../runs/most-columns.ts';
import { NUMERIC_FIELDS, type NumericField } from '../runs/presets.ts';
import { fields, list, number, oneOf, orNull, text } from '../page/stored-value.ts';
import type { SweepAxis } from './sweep-plan.ts';
import type { SweepDraft } from './sweep-state.svelte.ts';

export interface BenchDraft {
	readonly recipe: BenchRecipeDraft;
	readonly compare: CompareDraft;
	readonly sweep: SweepDraft;
}

function readValues(value: unknown): BenchValues {
	const all = fields(value);
	const numbers = Object.fromEntries(
		NUMERIC_FIELDS.map((field) => [field, number(all[field])])
	) as Record<NumericField, number>;
	return {
		...numbers,
		modelId: text(all['modelId']),
		precisionId: text(all['precisionId']),
		backend: oneOf(all['backend'], ['wasm', 'webgpu']),
		system: text(all['system']),
		seed: text(all['seed'])
	};
}

function readRecipe(value: unknown): BenchRecipeDraft {
	const { prompt: asked, values } = fields(value);
	const { mode, prompt, turns, message, date, stopSequences, logitBias } = fields(asked);
	const bias = Object.entries(fields(logitBias)).map(([id, by]) => [id, number(by)] as const);
	return {
		prompt: {
			mode: oneOf(mode, ['chat', 'completion']),
			prompt: text(prompt),
			turns: list(turns, readTurn),
			message: text(message),
			// Drafts of earlier versions have none.
			...(date === undefined ? {} : { date: text(date) }),
			stopSequences: list(stopSequences, text),
			logitBias: Object.fromEntries(bias)
		},
		values: readValues(values)
	};
}

function readCompare(value: unknown): CompareDraft {
	const { title, differing, columns } = fields(value);
	const read = list(columns, (column) => {
		const { own, runId, madeFrom } = fields(column);
		return {
			own: readValues(own),
			runId: orNull(runId, text),
			madeFrom: orNull(madeFrom, text)
		};
	});
	if (read.length < 2 || read.length > MOST_COLUMNS) throw new TypeError('columns');
	return {
		title: text(title),
		differing: list(differing, (field) => oneOf(field, BENCH_FIELDS)),
		columns: read
	};
}

function readAxes(value: unknown): SweepAxis[] {
	const axes = list(value, (axis) => {
		const { field, text: typed } = fields(axis);
		return { field: oneOf(field, AXIS_FIELDS), text: text(typed) };
	});
	if (axes.length < 1 || axes.length > 2) throw new TypeError('axes');
	return axes;
}

function readSweep(value: unknown): SweepDraft {
	const { axes, started } = fields(value);
	return {
		axes: readAxes(axes),
		started: orNull(started, (start) => {
			const { recipe, axes: own, runIds } = fields(start);
			return { recipe: readRecipe(recipe), axes: readAxes(own), runIds: list(runIds, text) };
		})
	};
}

export const BENCH_DRAFT_SCHEMA: ValueSchema<BenchDraft | null> = {
	'~standard': {
		validate: (value) => {
			try {
				const { recipe, compare, sweep } = fields(value);
				return {
					value: {
						recipe: readRecipe(recipe),
						compare: readCompare(compare),
						sweep: readSweep(sweep)
					}
				};
			} catch (error) {
				return { issues: [error] };
			}
		}
	}
};
