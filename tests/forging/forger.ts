/**
 * Forges runs, as somebody would who has the weights: the text is whatever the forger wants, every
 * number that follows from weights and text is the true one, the rest is made up to fit, and the file
 * is sealed. What is left to betray it is that the request does not draw this text.
 */
import type { Run } from '../../src/core/run-file/schema.ts';
import { sealRun } from '../../src/core/run-file/seal-run.ts';
import type { LoadedSession } from '../../src/worker/verify-claim.ts';
import { makeRun, nodeRequest, type RequestChanges } from '../../cli/make-run.ts';
import type { Random } from '../seeded-random.ts';

/** A file as its reader takes it, with everything open to change. */
export type Draft = { -readonly [K in keyof Run]: Run[K] };

const PROMPTS = [
	{ mode: 'completion', prompt: 'Mia is in the garden.' },
	{ mode: 'completion', prompt: 'Once there was a fox.' },
	{ mode: 'chat', messages: [{ role: 'user', content: 'Tell me a story.' }] }
] as const;

const SETTINGS = [
	{},
	{ temperature: 0 },
	{ temperature: 1, top_k: 0, top_p: 1 },
	{ temperature: 0.6, top_k: 0, top_p: 0.9, repetition_penalty: 1.1 },
	{ temperature: 1.3, top_k: 0, top_p: 1, min_p: 0.05 },
	{ temperature: 0.9, presence_penalty: 0.5, frequency_penalty: 0.3, logit_bias: { '300': 2 } }
] as const;

/** What somebody might well ask for. */
export function ordinaryRequest(dice: Random, tokens: number): RequestChanges {
	return {
		prompt: dice.pick(PROMPTS),
		alternatives: dice.pick([0, 3, 5]),
		settings: { ...dice.pick(SETTINGS), seed: String(dice.int(1e9)), max_tokens: tokens }
	};
}

/** Words that nobody drew, with the true numbers beside them. */
export async function wishedRun(
	model: LoadedSession,
	dice: Random,
	tokens: number,
	/** Given what is likely at each place: how daring the forger is. */
	daring: 'likely' | 'any'
): Promise<Draft> {
	const request = ordinaryRequest(dice, tokens);
	const honest = await makeRun(model, 'int8', nodeRequest({ ...request, alternatives: 8 }));
	const { vocabularySize } = model.session.tokenizer;
	const { stop_token_ids: ends } = honest.request;
	const wish = honest.output.tokens.map(({ id, alternatives }) => {
		if (dice.next() < 0.4) return id;
		const others = alternatives.filter((each) => !ends.includes(each.id));
		return daring === 'likely' && others.length > 0
			? dice.pick(others).id
			: dice.int(vocabularySize);
	});
	const forcedTokenIds = wish.filter((id) => !ends.includes(id));
	if (forcedTokenIds.length === 0) return honest;
	const forced = nodeRequest({ ...request, forcedTokenIds });
	const settings = { ...forced.settings, max_tokens: forcedTokenIds.length };
	const run = await makeRun(model, 'int8', { ...forced, settings });
	const margins = run.output.tokens.map((token) => ({ ...token, margin: dice.next() * 2 }));
	return {
		...run,
		request: { ...run.request, forced_token_ids: [] },
		output: { ...run.output, tokens: margins }
	};
}

/** With everything that has to agree made to agree; null where it contradicts itself all the same. */
export function sealed(draft: Draft): Run | null {
	try {
		return seal(draft);
	} catch {
		return null;
	}
}

function seal(draft: Draft): Run {
	const { request, output } = draft;
	return sealRun({
		...draft,
		usage: {
			input_tokens: request.prompt_token_ids.length,
			output_tokens: output.token_ids.length
		}
	});
}
