/** The tiny masked language models of tests/fixtures/fill-mask, and what they should give. */
import type { LoadRequest, ModelFileRequest } from '#protocol/worker-api.ts';

export const LAYOUTS = ['bert', 'distilbert', 'roberta'] as const;
export type MaskedLayout = (typeof LAYOUTS)[number];

const FP32 = 'onnx/model.onnx';

/** Every weights file there is, in the hub's names. */
export const WEIGHTS: readonly (readonly [layout: MaskedLayout, weightsFile: string])[] = [
	...LAYOUTS.map((layout) => [layout, FP32] as const),
	['bert', 'onnx/model_quantized.onnx']
];

interface Reference {
	readonly mask_token_id: number;
	/** By weights file: how far its logits may be from those computed in float64. */
	readonly files: Readonly<Record<string, { readonly tolerance: number; readonly logits: string }>>;
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
	backend: LoadRequest['backend'],
	weightsFile = FP32
): Promise<LoadRequest> {
	const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', weightsFile];
	const files = await Promise.all(
		names.map(async (name): Promise<ModelFileRequest> => {
			const { byteLength: sizeBytes } = await fetchBytes(layout, name);
			return { name, url: urlOf(layout, name), sizeBytes, digest: null };
		})
	);
	const runtimeUrl = new URL('/runtime/onnx/', location.href).href;
	return { engine: 'onnx', backend, files, weightsFile, runtimeUrl };
}

export async function readReference(layout: MaskedLayout): Promise<Reference> {
	const text = new TextDecoder().decode(await fetchBytes(layout, 'reference.json'));
	return JSON.parse(text) as Reference;
}

/** Of the first case, computed in float64: shape [tokens, vocabularySize]. */
export async function readLogits(
	layout: MaskedLayout,
	weightsFile: string
): Promise<{ readonly logits: Float32Array; readonly tolerance: number }> {
	const file = (await readReference(layout)).files[weightsFile];
	if (file === undefined) throw new Error(`${layout}/${weightsFile} has no reference`);
	return {
		logits: new Float32Array(await fetchBytes(layout, file.logits)),
		tolerance: file.tolerance
	};
}
