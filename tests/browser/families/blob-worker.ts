/** Loads a model with its weights as Blobs, which only a worker can read part by part. */
import type { LargeModelFile } from '#engines/engine.ts';
import { writingSession } from '#engines/writing-session.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { fetchModel } from '#worker/load-model.ts';

const never = new AbortController().signal;

export interface BlobQuestion {
	readonly request: LoadRequest;
	readonly tokenIds: readonly number[];
	/** Beside the request's files. */
	readonly blobs?: readonly LargeModelFile[];
}

export interface BlobAnswer {
	readonly logits: Float32Array;
	readonly threads: number;
}

async function answer({ request, tokenIds, blobs = [] }: BlobQuestion): Promise<BlobAnswer> {
	const { files } = await fetchModel(request.files, never, () => undefined);
	const handed = files.map((file) =>
		'bytes' in file && file.name.includes('.onnx')
			? { name: file.name, blob: new Blob([file.bytes]) }
			: file
	);
	const opened = await new OnnxEngine().load([...handed, ...blobs], request, never);
	const session = await writingSession(opened);
	const logits = (await session.step(tokenIds, never)).slice();
	return { logits, threads: session.engine.threads };
}

self.onmessage = ({ data }: MessageEvent<BlobQuestion>) => {
	answer(data).then(
		(found) => self.postMessage(found),
		(error: unknown) => self.postMessage(String(error))
	);
};
