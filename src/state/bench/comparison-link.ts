/** Comparisons on their way out, and in. */
import type { ColumnLink, LinkModel } from '#core/link/link-schema.ts';
import { linkModel, runLinkOfRun } from '#core/link/write-link.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { Job } from './bench-values.ts';
import type { OpenedColumn } from './compare-state.svelte.ts';
import type { Backend, ModelChoice, ModelState } from '../model/model-state.svelte.ts';
import { linkModelOf } from '../play/recipe-link.svelte.ts';
import { choiceFor, isBuiltIn, usableBackend } from '../model/run-model.ts';
import { linkRequestOf } from '../runs/run-recipe.ts';

/** What was asked, not what came out. @throws AppError `model-unknown` */
export function recipeColumns(jobs: readonly Job[], model: ModelState): ColumnLink[] {
	return jobs.map(({ choice, request }) => ({
		kind: 'recipe',
		recipe: {
			title: '',
			model: linkModelOf(model, choice),
			request: linkRequestOf(request.prompt, request.settings)
		}
	}));
}

export function runColumns(runs: readonly Run[], model: ModelState): ColumnLink[] {
	return runs.map((run) => ({
		kind: 'run',
		run: runLinkOfRun(run, isBuiltIn(model, run.model.name))
	}));
}

/** What a run's model is called in a link. */
export function linkModelOfRun(run: Run, model: ModelState): LinkModel {
	return linkModel(run.model, isBuiltIn(model, run.model.name));
}

export function columnsOfRuns(runs: readonly Run[], model: ModelState): OpenedColumn[] {
	return runs.map((run) => ({
		request: run.request,
		choice: choiceOrName(run.model, run.engine.backend, model),
		run
	}));
}

export function columnsOfLink(columns: readonly ColumnLink[], model: ModelState): OpenedColumn[] {
	const { backend } = model.choice ?? model.defaultChoice;
	return columns.map((column) => {
		const { model: named, request } = column.kind === 'run' ? column.run : column.recipe;
		const recorded = column.kind === 'run' ? column.run.made.engine.backend : backend;
		return { request, choice: choiceOrName(named, recorded, model), run: null };
	});
}

/** A model that is not here keeps its name: running it then says that it is missing. */
function choiceOrName(
	named: Pick<LinkModel, 'name' | 'quantization' | 'digest'>,
	backend: Backend,
	model: ModelState
): ModelChoice {
	const usable = usableBackend(model, backend);
	const known = choiceFor(model, named, usable) ?? choiceFor(model, named, 'webgpu');
	return known ?? { modelId: named.name, precisionId: named.quantization, backend: usable };
}
