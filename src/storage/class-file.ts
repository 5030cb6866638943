/**
 * `class.json`, beside the app: what a class pack holds besides the app. A deployment without a pack has
 * an empty one. This is its only definition; `public/schema/class-1.schema.json` is derived from it.
 */
import * as v from 'valibot';

import { AppError } from '#core/errors.ts';
import { encodePercent } from '#core/text/percent.ts';

import { whileMoving } from './stall-watch.ts';
import {
	isSafePath,
	MAX_PACK_MANIFEST_BYTES,
	modelOfPack,
	PACK_MANIFEST,
	parsePackManifest
} from './weights/pack-manifest.ts';
import type { ModelManifest } from './weights/weights-schema.ts';

export const CLASS_FILE = 'class.json';
const MAX_CLASS_FILE_CHARACTERS = 200_000;

const paths = v.pipe(
	v.array(v.pipe(v.string(), v.check(isSafePath, 'is not a path inside the app’s folder'))),
	v.maxLength(200)
);

export const classFileSchema = v.object({
	type: v.literal('glasshouse.class'),
	version: v.literal(1),
	title: v.pipe(v.string(), v.maxLength(200)),
	/** Folders with a pack's manifest and files each. */
	models: paths,
	/** Lesson files. */
	lessons: paths
});

export type ClassFile = v.InferOutput<typeof classFileSchema>;

export const NO_CLASS: ClassFile = {
	type: 'glasshouse.class',
	version: 1,
	title: '',
	models: [],
	lessons: []
};

/**
 * Where a file of the pack is.
 *
 * @param base the app's folder, ending in a slash
 */
export function classAddress(base: string, path: string): string {
	return new URL(path.split('/').map(encodePercent).join('/'), base).href;
}

/** By the app's folder. The library and the lessons both ask; the place is asked once. */
const read = new Map<string, Promise<ClassFile>>();

/**
 * Of the place that the app came from. Total: what is missing or unreadable is an empty class, and is looked for again
 * when someone asks again.
 *
 * @param base the app's folder, ending in a slash
 */
export async function readClassFile(base: string): Promise<ClassFile> {
	try {
		const reading = read.get(base) ?? fetchClassFile(base);
		read.set(base, reading);
		return await reading;
	} catch {
		read.delete(base);
		return NO_CLASS;
	}
}

async function fetchClassFile(base: string): Promise<ClassFile> {
	const { response, text } = await askApp(new URL(CLASS_FILE, base).href);
	if (!response.ok || text.length > MAX_CLASS_FILE_CHARACTERS) {
		throw new Error(`${CLASS_FILE} is missing or too long`);
	}
	return v.parse(classFileSchema, JSON.parse(text));
}

/**
 * A model of the pack, to be fetched from the place that the app came from; its digests are the manifest's.
 *
 * @throws AppError `pack-invalid`, `model-unreachable`, `stalled`
 */
export async function readClassModel(base: string, folder: string): Promise<ModelManifest> {
	const address = classAddress(base, `${folder}/${PACK_MANIFEST}`);
	const text = await fetchText(address);
	if (text.length > MAX_PACK_MANIFEST_BYTES) {
		throw new AppError('pack-invalid', 'the manifest is too large', {
			details: { reason: 'manifest' }
		});
	}
	const manifest = modelOfPack(parsePackManifest(text));
	const files = manifest.files.map((file) => {
		return { ...file, url: classAddress(base, `${folder}/${file.name}`) };
	});
	return { ...manifest, files };
}

/**
 * Small files of the app's place: one step, so that a host which never answers is named.
 *
 * @throws AppError `stalled`; what `fetch` throws
 */
async function askApp(address: string): Promise<{ response: Response; text: string }> {
	const abort = new AbortController();
	try {
		return await whileMoving('app-host', async () => {
			const response = await fetch(address, { cache: 'no-cache', signal: abort.signal });
			return { response, text: await response.text() };
		});
	} finally {
		abort.abort();
	}
}

async function fetchText(address: string): Promise<string> {
	const details = { host: new URL(address).host, url: address };
	try {
		const { response, text } = await askApp(address);
		if (response.ok) return text;
		throw new AppError('model-unreachable', `${address}: ${response.status}`, { details });
	} catch (cause) {
		if (cause instanceof AppError) throw cause;
		throw new AppError('model-unreachable', address, { details, cause });
	}
}
