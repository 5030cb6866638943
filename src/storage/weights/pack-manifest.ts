/**
 * `glasshouse-pack.json`: what a pack holds, first in the archive and checked against every byte. This is
 * its only definition; `public/schema/pack-1.schema.json` is derived from it.
 */
import * as v from 'valibot';

import { modelDigest } from '#core/digest/model-digest.ts';
import { AppError } from '#core/errors.ts';

import type { StoredModel } from './stored-model.ts';
import type { ModelManifest } from './weights-schema.ts';

export const PACK_MANIFEST = 'glasshouse-pack.json';
/** A list of thousands of files is still below. */
export const MAX_PACK_MANIFEST_BYTES = 4 * 1024 * 1024;

/** A path inside the model folder that stays inside it on every system. */
export function isSafePath(path: string): boolean {
	const isPlain = /^[^\\:\p{Cc}]{1,1000}$/u.test(path);
	return isPlain && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const Digest = v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/));
const Address = v.nullable(v.pipe(v.string(), v.regex(/^https?:\/\//), v.maxLength(4000)));

export const packManifestSchema = v.object({
	type: v.literal('glasshouse-pack'),
	version: v.literal(1),
	model: v.object({
		id: Text,
		title: Text,
		digest: Digest,
		source: v.object({ url: Address, revision: v.nullable(Text) })
	}),
	files: v.pipe(
		v.array(
			v.object({
				name: v.pipe(v.string(), v.check(isSafePath), v.notValue(PACK_MANIFEST)),
				sizeBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
				digest: Digest,
				url: Address
			})
		),
		v.minLength(1),
		v.maxLength(20_000)
	)
});

export type PackManifest = v.InferOutput<typeof packManifestSchema>;

/** What a refused pack is refused with. @param file the one that it is about */
export function packInvalid(reason: string, file: string | null = null, cause?: unknown): AppError {
	const message = file === null ? `not a pack: ${reason}` : `not a pack: ${reason}, ${file}`;
	return new AppError('pack-invalid', message, { details: { reason, file }, cause });
}

/**
 * Reads a pack's manifest; its own digest must follow from its files.
 *
 * @throws AppError `pack-invalid`
 */
export function parsePackManifest(text: string): PackManifest {
	let manifest: PackManifest;
	try {
		manifest = v.parse(packManifestSchema, JSON.parse(text));
	} catch (cause) {
		throw packInvalid('manifest', null, cause);
	}
	if (new Set(manifest.files.map(({ name }) => name)).size !== manifest.files.length) {
		throw packInvalid('two files of one name');
	}
	if (modelDigest(manifest.files) !== manifest.model.digest) throw packInvalid('digest');
	return manifest;
}

/** @throws AppError `model-file-lost` when the model is not complete */
export function packManifestOf(model: StoredModel): PackManifest {
	const files = model.files.map(({ name, sizeBytes, digest, url, state }) => {
		if (state !== 'stored' || digest === null || sizeBytes === null) {
			const details = { model: model.id, file: name, reason: 'incomplete' };
			throw new AppError('model-file-lost', `${name} is not stored`, { details });
		}
		return { name, sizeBytes, digest, url };
	});
	const { id, title, source } = model;
	const digest = modelDigest(files);
	return { type: 'glasshouse-pack', version: 1, model: { id, title, digest, source }, files };
}

/** What the store is told of a pack's model. */
export function modelOfPack({ model, files }: PackManifest): ModelManifest {
	return { id: model.id, title: model.title, source: model.source, files, fromPack: true };
}
