/** Loads a tiny model with its weights as Blobs, which only a worker can read part by part. */
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { fetchModel } from '#worker/load-model.ts';

const never = new AbortController().signal;

async function logitsFromBlobs(request: LoadRequest, tokenIds: number[]): Promise<Float32Array> {
	const { files } = await fetchModel(request.files, never, () => undefined);
	const handed = files.map((file) =>
		'bytes' in file && file.name.includes('.onnx')
			? { name: file.name, blob: new Blob([file.bytes]) }
			: file
	);
	const session = await new OnnxEngine().load(handed, request, never);
	return (await session.step(tokenIds, never)).slice();
}

self.onmessage = ({ data }: MessageEvent<{ request: LoadRequest; tokenIds: number[] }>) => {
	logitsFromBlobs(data.request, data.tokenIds).then(
		(logits) => self.postMessage(logits),
		(error: unknown) => self.postMessage(String(error))
	);
};
