/** The CPU backend's promise: the same bits in this browser as in Node, where the fixture was made. */
import { expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import { LogitsDigest } from '#core/digest/logits-digest.ts';
import type { Prefill } from '#engines/engine.ts';
import { writingSession } from '#engines/writing-session.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import { fetchModel } from '#worker/load-model.ts';
import {
	ANSWERS_DIGEST,
	answersDigest,
	DIGEST_TASKS
} from '../fixtures/evaluation/answers-digest.ts';
import fixtures from '../fixtures/sprout-logits.json' with { type: 'json' };
import { sproutLoadRequest } from './sprout-request.ts';

const never = new AbortController().signal;

for (const { id, weightsFile } of sprout.precisions) {
	test(`${id} gives the bits that Node gave`, async () => {
		const fixture = fixtures[id as keyof typeof fixtures];
		const request = sproutLoadRequest(id);
		const { files, resources } = await fetchModel(request.files, never, () => undefined);
		const weights = resources.find(({ name }) => name === weightsFile);
		expect(weights?.digest).toBe(fixture.weightsDigest);
		const session = await writingSession(await new OnnxEngine().load(files, request, never));
		expect(session.tokenizer.encode('Mia is in the garden.', true)).toEqual(fixture.promptTokenIds);
		const digestOf = async (promptTokenIds: readonly number[], prefill: Prefill) => {
			const digest = new LogitsDigest();
			session.reset(prefill);
			digest.add(await session.step(promptTokenIds, never));
			for (const tokenId of fixture.tokenIds) digest.add(await session.step([tokenId], never));
			return digest.finish();
		};
		const { promptTokenIds, logitsDigest, longPromptTokenIds, chunkedDigest } = fixture;
		expect(await digestOf(promptTokenIds, 'token-by-token')).toBe(logitsDigest);
		expect(await digestOf(longPromptTokenIds, 'chunks-of-32')).toBe(chunkedDigest);
		await session.dispose();
	});
}

test('answers of an evaluation have the bits that Node gave', async () => {
	const request = sproutLoadRequest('fp32');
	const { files } = await fetchModel(request.files, never, () => undefined);
	const session = await writingSession(await new OnnxEngine().load(files, request, never));
	const frozen = import.meta.glob<string>('../fixtures/evaluation/goldens/frozen_*.jsonl', {
		query: '?raw',
		import: 'default',
		eager: true
	});
	const texts = DIGEST_TASKS.map(
		(task) => frozen[`../fixtures/evaluation/goldens/frozen_${task}.jsonl`] ?? ''
	);
	expect(await answersDigest(session, texts)).toBe(ANSWERS_DIGEST);
	await session.dispose();
});
