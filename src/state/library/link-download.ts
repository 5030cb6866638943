/** From the model that a link names to its download, for links whose model is not here. */
import type { WebLlmModel } from '#catalog/web-llm-models.ts';
import type { LinkModel } from '#core/link/link-schema.ts';
import { AppError } from '#core/errors.ts';
import { repositoryOf } from '../model/link-model.ts';
import { modelKeyOf } from './library-state.svelte.ts';
import type { Library } from './open-library.ts';
import { precisionOfRecord } from './stored-catalog.ts';

export interface LinkDownload {
	/** Under which the library knows it. */
	readonly key: string;
	/** Resolves when it is stored. @throws AppError why it could not be */
	readonly start: () => Promise<void>;
}

/**
 * Asks the hub that this browser uses, whatever host the link names; fetches no weights yet.
 *
 * @throws AppError `model-unknown`, and what the hub says
 */
export async function findLinkDownload(named: LinkModel, library: Library): Promise<LinkDownload> {
	return compiled(named, library) ?? (await fromHub(named, library));
}

function unknown({ name, quantization }: LinkModel): AppError {
	return new AppError('model-unknown', `${name} ${quantization} is not to be had by its link`);
}

/** Downloads do not throw: they are shown where they run. */
function started(library: Library, key: string, get: () => Promise<void>): LinkDownload {
	const { downloads } = library.catalog;
	const start = async (): Promise<void> => {
		await get();
		const status = downloads.get(key)?.status;
		if (status?.kind !== 'failed') return;
		downloads.dismiss(key);
		throw status.error;
	};
	return { key, start };
}

/** A compiled model's entry in the catalogue; null when it is not there. */
export function recordOf(
	{ format, name, quantization }: Pick<LinkModel, 'format' | 'name' | 'quantization'>,
	{ catalog }: Library
): WebLlmModel | null {
	if (format !== 'mlc') return null;
	const isIt = (each: WebLlmModel): boolean =>
		each.name === name && precisionOfRecord(each) === quantization;
	return catalog.models.find(isIt) ?? null;
}

/** @returns null when it is not in the catalogue */
function compiled(named: LinkModel, library: Library): LinkDownload | null {
	const record = recordOf(named, library);
	if (record === null) return null;
	return started(library, record.id, () => library.catalog.get(record));
}

async function fromHub(named: LinkModel, library: Library): Promise<LinkDownload> {
	const { catalog, custom } = library;
	const repository = repositoryOf(named);
	if (repository === null) throw unknown(named);
	const { name, revision } = repository;
	custom.format = named.format === 'mlc' ? 'mlc' : 'onnx';
	custom.libraryUrl = '';
	custom.place = revision === null ? name : `${name}@${revision}`;
	const outcome = await custom.lookAtHub();
	if (outcome.kind === 'failed') throw outcome.error;
	if (outcome.kind !== 'done') throw new AppError('aborted', 'another model was looked at');
	const { value: looked } = outcome;
	const offer =
		looked.kind === 'hub'
			? looked.found.choices.find(({ precision }) => precision === named.quantization)
			: undefined;
	if (offer === undefined) throw unknown(named);
	return started(library, modelKeyOf(offer), () => catalog.getOffer(offer));
}
