/** What the state of the model is built from, so that tests can put other parts in. */
import type { CatalogModel, CatalogPrecision } from '#catalog/model.ts';
import type { BackendSupport } from '#client/detect-backends.ts';
import type { WorkerClient } from '#client/worker-client.ts';
import type { RunEngine } from '#core/run-file/schema.ts';
import type { LoadedModel, LoadRequest } from '#protocol/worker-api.ts';

export type ModelClient = Pick<
	WorkerClient,
	| 'load'
	| 'preview'
	| 'spell'
	| 'generate'
	| 'verify'
	| 'analyse'
	| 'followCheck'
	| 'leaveCheck'
	| 'terminate'
	| 'dead'
>;

export interface ModelParts {
	readonly catalog: readonly CatalogModel[];
	readonly createClient: () => ModelClient;
	readonly createLoadRequest: (
		model: CatalogModel,
		precision: CatalogPrecision,
		backend: RunEngine['backend']
	) => LoadRequest;
	readonly detectBackends: (again: boolean) => Promise<BackendSupport>;
	/** Told of each model that is ready. */
	readonly onReady?: (model: CatalogModel, loaded: LoadedModel) => void;
	/** Milliseconds of any steady clock. */
	readonly now: () => number;
}
