import type { CatalogModel, CatalogPrecision } from '#catalog/model.ts';
import { AppError } from '#core/errors.ts';
import { RUN_TYPE, RUN_VERSION, type Run } from '#core/run-file/schema.ts';
import type { GenerateResult, LoadedModel } from '#protocol/worker-api.ts';
import type { ModelState } from './model-state.svelte.ts';

/** What a run file says about this app and this machine. */
export interface RunOrigin {
	readonly app: Run['app'];
	readonly environment: Run['environment'];
	/** The time now, ISO 8601 in UTC. */
	readonly now: () => string;
	/** Gives a run its id. */
	readonly seal: (unsealed: Omit<Run, 'id'>) => Promise<Run>;
}

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

/** Gives the function that turns what the worker knows of a run into a sealed run file. */
export function createRunMaker(origin: RunOrigin): MakeRun {
	return async ({ request, output, usage, timing }, { model, precision, loaded }) => {
		if (model === undefined || precision === undefined || loaded === null) {
			throw new AppError('unexpected', 'a run has ended after its model was gone');
		}
		return await origin.seal({
			type: RUN_TYPE,
			version: RUN_VERSION,
			created: origin.now(),
			app: origin.app,
			model: runModel(model, precision, loaded),
			engine: loaded.engine,
			request,
			output,
			usage,
			timing,
			environment: origin.environment,
			notes: { title: '', text: '' }
		});
	};
}
