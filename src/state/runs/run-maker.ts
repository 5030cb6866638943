import type { CatalogModel, CatalogPrecision } from '#catalog/model.ts';
import { AppError } from '#core/errors.ts';
import { RUN_TYPE, RUN_VERSION, type Run } from '#core/run-file/schema.ts';
import type { GenerateResult, LoadedModel } from '#protocol/worker-api.ts';
import type { ModelState } from '../model/model-state.svelte.ts';

/** What a run file of any kind says about this app and this machine. */
export interface RunOrigin {
	readonly app: Run['app'];
	readonly environment: Run['environment'];
	/** The time now, ISO 8601 in UTC. */
	readonly now: () => string;
}

type Seal = (unsealed: Omit<Run, 'id'>) => Promise<Run>;

export type MakeRun = (result: GenerateResult, model: ModelState) => Promise<Run>;

function runModel(model: CatalogModel, precision: CatalogPrecision, loaded: LoadedModel) {
	return {
		name: model.name,
		family: model.family,
		format: model.format,
		quantization: precision.id,
		source: model.source,
		license: model.license,
		digest: loaded.digest,
		resources: [...loaded.resources]
	};
}

/** What a run of any kind says besides its request and its output. */
export function describeCircumstances(
	origin: RunOrigin,
	{ model, precision, loaded }: ModelState
): Pick<Run, 'created' | 'app' | 'model' | 'engine' | 'environment' | 'notes'> {
	if (model === undefined || precision === undefined || loaded === null) {
		throw new AppError('unexpected', 'a run has ended after its model was gone');
	}
	return {
		created: origin.now(),
		app: origin.app,
		model: runModel(model, precision, loaded),
		engine: loaded.engine,
		environment: origin.environment,
		notes: { title: '', text: '' }
	};
}

/**
 * Gives the function that turns what the worker knows of a run into a sealed run file.
 *
 * @param seal gives a run its id
 */
export function createRunMaker(origin: RunOrigin, seal: Seal): MakeRun {
	return async ({ engine, request, output, usage, timing }, model) => {
		return await seal({
			type: RUN_TYPE,
			version: RUN_VERSION,
			...describeCircumstances(origin, model),
			engine,
			request,
			output,
			usage,
			timing
		});
	};
}
