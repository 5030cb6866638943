/** The tiny random models of tests/fixtures/families: one for every family and layout. */
import type { LoadRequest } from '#protocol/worker-api.ts';

interface FileReference {
	readonly precision: string;
	/** Largest difference from the float64 logits. */
	readonly tolerance: number;
	/** File of float32, shape [token_ids.length, vocabulary]. */
	readonly logits: string;
}

export interface FamilyReference {
	readonly token_ids: readonly number[];
	readonly files: Readonly<Record<string, FileReference>>;
}

const FOLDER = new URL('/tests/fixtures/families/', location.href);

async function fetched(path: string): Promise<Response> {
	const response = await fetch(new URL(path, FOLDER));
	if (!response.ok) throw new Error(`${path}: ${response.status}`);
	return response;
}

export async function readReference(family: string): Promise<FamilyReference> {
	return (await (await fetched(`${family}/reference.json`)).json()) as FamilyReference;
}

/** What the family's own transformers class computes in float64, row after row. */
export async function readExpectedLogits(
	family: string,
	file: FileReference
): Promise<Float32Array> {
	return new Float32Array(await (await fetched(`${family}/${file.logits}`)).arrayBuffer());
}

/** Every file of shared fixtures, found at build time. */
const ALL_FILES = Object.keys(
	import.meta.glob('/tests/fixtures/families/**/*', { query: '?url', import: 'default' })
).map((path) => path.replace('/tests/fixtures/families/', ''));

const SIDE_FILES = /\/(?:config|tokenizer|tokenizer_config)\.json$|\/chat_template\.jinja$/;

/** The files that belong to one weights file, as a stored model lists them. */
export function familyFiles(family: string, weightsFile: string): string[] {
	const own = ALL_FILES.filter((path) => path.startsWith(`${family}/`));
	return own
		.filter((path) => SIDE_FILES.test(path) || path.startsWith(`${family}/${weightsFile}`))
		.map((path) => path.slice(family.length + 1));
}

export async function familyLoadRequest(
	family: string,
	weightsFile: string,
	backend: LoadRequest['backend']
): Promise<LoadRequest> {
	const files = await Promise.all(
		familyFiles(family, weightsFile).map(async (name) => {
			const { byteLength } = await (await fetched(`${family}/${name}`)).arrayBuffer();
			const url = new URL(`${family}/${name}`, FOLDER).href;
			return { name, url, sizeBytes: byteLength, digest: null };
		})
	);
	return {
		engine: 'onnx',
		backend,
		files,
		weightsFile,
		runtimeUrl: new URL('/runtime/onnx/', location.href).href
	};
}
