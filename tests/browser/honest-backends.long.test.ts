/** Honest runs of two backends, each verified on both: none is accused, and none left in doubt. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import { WorkerClient } from '#client/worker-client.ts';
import { claimOfRun } from '#core/verification/claim.ts';
import type { LoadedModel } from '#protocol/worker-api.ts';
import { nodeRequest } from '../../cli/make-run.ts';
import { ordinaryRequest } from '../forging/forger.ts';
import { Random } from '../seeded-random.ts';
import { sproutLoadRequest } from './sprout-request.ts';

const RUNS = 125;
const never = new AbortController().signal;
const ignore = () => undefined;

type Backend = 'wasm' | 'webgpu';

interface Side {
	readonly client: WorkerClient;
	readonly loaded: LoadedModel;
}

const sides = new Map<Backend, Side>();

beforeAll(async () => {
	for (const backend of ['wasm', 'webgpu'] as const) {
		const client = new WorkerClient();
		const loaded = await client.load(sproutLoadRequest('int8', backend), never, ignore);
		sides.set(backend, { client, loaded });
	}
}, 120_000);

afterAll(() => {
	for (const { client } of sides.values()) client.terminate();
});

function side(backend: Backend): Side {
	const known = sides.get(backend);
	if (known === undefined) throw new Error(`${backend} was not loaded`);
	return known;
}

test.each([
	['wasm', 'wasm'],
	['wasm', 'webgpu'],
	['webgpu', 'wasm'],
	['webgpu', 'webgpu']
] as const)(
	'made on %s, verified on %s',
	async (from, to) => {
		const dice = new Random(from.length * 10 + to.length);
		const { client, loaded } = side(from);
		const { name, family, format, source, license } = sprout;
		const { digest, engine } = loaded;
		const model = { name, family, format, source, license, quantization: 'int8', digest };
		const alarms: unknown[] = [];
		for (let i = 0; i < RUNS; i++) {
			const asked = nodeRequest(ordinaryRequest(dice, 8));
			const { request, output } = await client.generate(asked, never, ignore);
			const resources = [...loaded.resources];
			const claim = claimOfRun({ model: { ...model, resources }, engine, request, output });
			const { verdict } = await side(to).client.verify({ claim, exact: false }, never, ignore);
			if (!/^(bit-exact|same-tokens|within-noise)$/.test(verdict.verdict)) alarms.push(verdict);
		}
		expect(alarms).toEqual([]);
	},
	3_600_000
);
