/** The tiny masked language models of tests/fixtures/fill-mask, and what they should give. */
import type { LoadRequest, ModelFileRequest } from '#protocol/worker-api.ts';

export const LAYOUTS = ['bert', 'distilbert', 'roberta'] as const;
export type MaskedLayout = (typeof LAYOUTS)[number];

const NAMES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];

interface Reference {
	readonly mask_token_id: number;
	readonly cases: readonly { readonly text: string; readonly token_ids: readonly number[] }[];
}

function urlOf(layout: MaskedLayout, name: string): string {
	return new URL(`/tests/fixtures/fill-mask/${layout}/${name}`, location.href).href;
}

async function fetchBytes(layout: MaskedLayout, name: string): Promise<ArrayBuffer> {
	const response = await fetch(urlOf(layout, name));
	if (!response.ok) throw new Error(`${layout}/${name}: ${response.status}`);
	return await response.arrayBuffer();
}

export async function maskedLoadRequest(
	layout: MaskedLayout,
	backend: LoadRequest['backend']
): Promise<LoadRequest> {
	const files = await Promise.all(
		NAMES.map(async (name): Promise<ModelFileRequest> => {
			const { byteLength: sizeBytes } = await fetchBytes(layout, name);
			return { name, url: urlOf(layout, name), sizeBytes, digest: null };
		})
	);
	const runtimeUrl = new URL('/runtime/onnx/', location.href).href;
	return { engine: 'onnx', backend, files, weightsFile: 'onnx/model.onnx', runtimeUrl };
}

export async function readReference(layout: MaskedLayout): Promise<Reference> {
	const text = new TextDecoder().decode(await fetchBytes(layout, 'reference.json'));
	return JSON.parse(text) as Reference;
}

/** Of the first case, computed in float64: shape [tokens, vocabularySize]. */
export async function readLogits(layout: MaskedLayout): Promise<Float32Array> {
	return new Float32Array(await fetchBytes(layout, 'model.logits.f32'));
}
