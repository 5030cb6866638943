/** In the browser: runs made on one backend, verified on the other. */
import { createLoadRequest } from '#catalog/load-request.ts';
import { sprout } from '#catalog/sprout.ts';
import { WorkerClient } from '#client/worker-client.ts';
import { claimOfRun } from '#core/verification/claim.ts';
import type { RunModel } from '#core/run-file/schema.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import type { LoadedModel, VerifyResult } from '#protocol/worker-api.ts';

export interface CrossOptions {
	readonly requests: readonly GenerateRequest[];
}

export type CrossResult = readonly (readonly [name: string, results: readonly VerifyResult[]])[];

const never = new AbortController().signal;
const ignore = (): void => undefined;

interface Side {
	readonly client: WorkerClient;
	readonly loaded: LoadedModel;
}

async function open(backend: 'wasm' | 'webgpu'): Promise<Side> {
	const [precision] = sprout.precisions;
	if (precision === undefined) throw new Error('Sprout has no precision');
	const client = new WorkerClient();
	const base = new URL('/', location.href).href;
	const request = createLoadRequest(sprout, precision, backend, base);
	return { client, loaded: await client.load(request, never, ignore) };
}

function runModel({ digest, resources }: LoadedModel): RunModel {
	const { name, family, format, source, license } = sprout;
	const quantization = 'int8';
	return { name, family, format, quantization, source, license, digest, resources: [...resources] };
}

async function across(
	from: Side,
	to: Side,
	requests: readonly GenerateRequest[]
): Promise<VerifyResult[]> {
	const results: VerifyResult[] = [];
	for (const each of requests) {
		const { request, output } = await from.client.generate(each, never, ignore);
		const { engine } = from.loaded;
		const claim = claimOfRun({ model: runModel(from.loaded), engine, request, output });
		results.push(await to.client.verify({ claim, exact: false }, never, ignore));
	}
	return results;
}

async function benchCross({ requests }: CrossOptions): Promise<CrossResult> {
	const wasm = await open('wasm');
	const webgpu = await open('webgpu');
	const pairs = [
		['int8: wasm, verified on webgpu', wasm, webgpu],
		['int8: webgpu, verified on wasm', webgpu, wasm],
		['int8: webgpu, verified in one pass on webgpu', webgpu, webgpu]
	] as const;
	const results: (readonly [string, VerifyResult[]])[] = [];
	for (const [name, from, to] of pairs) results.push([name, await across(from, to, requests)]);
	wasm.client.terminate();
	webgpu.client.terminate();
	return results;
}

Object.assign(globalThis, { benchCross });
