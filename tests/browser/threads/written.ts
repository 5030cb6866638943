/** Loads a model with some number of threads, writes, and tells which threads were started. */
import { expect } from 'vitest';
import { WorkerClient } from '#client/worker-client.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { generateRequest } from '../sprout-request.ts';
import type { ThreadEvent } from './thread-event.ts';

const never = new AbortController().signal;
const ignore = () => undefined;

/** Two chunks, and what is left. */
export const PROMPT = Array.from({ length: 75 }, (_, i) => 5 + ((i * 53) % 250));

/** Loads in the app's own worker, reads a prompt, writes, and takes the worker away again. */
export async function written(request: LoadRequest, threads: number, max_tokens = 32) {
	const name = `threads-${crypto.randomUUID()}`;
	const channel = new BroadcastChannel(name);
	const events: ThreadEvent[] = [];
	channel.onmessage = ({ data }: MessageEvent<ThreadEvent>) => events.push(data);
	const client = new WorkerClient(
		() => new Worker(new URL('./watched-worker.ts', import.meta.url), { type: 'module', name })
	);
	try {
		const { engine } = await client.load({ ...request, threads }, never, ignore);
		const asked = generateRequest({ max_tokens }, { promptTokenIds: PROMPT });
		const { output } = await client.generate(asked, never, ignore);
		return { threads: engine.threads, output, events };
	} finally {
		client.terminate();
		channel.close();
	}
}

/** What one more thread is seen to do. */
const ONE_MORE: readonly ThreadEvent[] = [
	{ kind: 'made', name: 'em-pthread' },
	{ kind: 'given-shared-memory' },
	{ kind: 'started' }
];

/** Of a tiny model, whose threads share out little: a few tokens show as much as many. */
export async function isTheSameWithTwo(request: LoadRequest): Promise<void> {
	const one = await written(request, 1, 12);
	const two = await written(request, 2, 12);
	expect(two.events).toEqual(ONE_MORE);
	expect(two.output).toEqual(one.output);
}

/** Of a model that is large enough to be shared out among four. */
export async function isTheSameWithTwoAndFour(request: LoadRequest): Promise<void> {
	const one = await written(request, 1);
	expect(one).toMatchObject({ threads: 1, events: [] });
	const two = await written(request, 2);
	expect(two.threads).toBe(2);
	expect(two.events).toEqual(ONE_MORE);
	expect(two.output).toEqual(one.output);
	const four = await written(request, 4);
	expect(four.threads).toBe(4);
	expect(four.events.filter(({ kind }) => kind === 'started')).toHaveLength(3);
	expect(four.output).toEqual(one.output);
}
