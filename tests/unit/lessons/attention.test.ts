import { afterAll, describe, expect, it } from 'vitest';

import { rankFinders } from '#core/attention/find-head.ts';
import { analyse } from '#worker/analysis/analyse.ts';
import { greedy, LessonDesk, percent } from './lesson-desk.ts';

const desk = new LessonDesk('attention');
const { signal } = new AbortController();
const EXAMPLE = "Mia has a red kite. Tom has a blue boat. Mia's kite is";

afterAll(() => desk.dispose());

/** The probability of an option after the prompt of a step's prediction. */
async function predicted(id: string, word: string): Promise<number> {
	const { question } = desk.step(id);
	if (question?.type !== 'prediction') throw new Error('a prediction');
	expect(question.options).toContain(word);
	return desk.probability(question.prompt, word);
}

describe('the lesson “Attention finds the word”', { timeout: 120_000 }, () => {
	it('the model answers what the steps say', async () => {
		expect(await predicted('find-it', ' green')).toBeGreaterThan(0.99);
		expect(await predicted('no-memory', ' silver')).toBeGreaterThan(0.99);
		const wrongOwner = await predicted('wrong-owner', ' red');
		expect(desk.words('wrong-owner')).toContain(`${(100 * wrongOwner).toFixed(2)} %`);
		expect(desk.words('two-kites')).toContain(percent(await predicted('two-kites', ' red')));
		expect(desk.words('two-kites')).toContain(percent(await predicted('two-kites', ' blue')));
		const tom = "Mia has a red kite. Tom has a blue kite. Tom's kite is";
		expect(desk.words('two-kites')).toContain(percent(await desk.probability(tom, ' blue')));
		expect(desk.words('not-there')).toContain(percent(await predicted('not-there', ' red')));
	});

	it('the finder looks at the kite, and brings red from there', async () => {
		const { tokenizer, internals } = await desk.session();
		if (internals === undefined) throw new Error('Sprout shows its inside');
		const ids = tokenizer.encode(EXAMPLE, true);
		const weights = await internals.attend(ids, signal);
		const share = (layer: number, head: number, at: number) =>
			weights[layer]?.[(head * ids.length + ids.length - 1) * ids.length + at] ?? NaN;
		const at = (word: string) => ids.indexOf(tokenizer.encode(word, true)[0] ?? -1);
		expect(share(1, 3, at('kite'))).toBeGreaterThan(0.99);
		expect(share(1, 1, at('kite'))).toBeGreaterThan(0.99);
		expect(share(1, 2, at('kite')).toFixed(1)).toBe('0.8');
		expect(share(1, 3, at('red'))).toBeLessThan(0.01);
		const attention = { layers: 4, heads: 4, length: ids.length, weights };
		const [first] = rankFinders(attention, ids.length - 1, [at('red')]);
		expect(first).toMatchObject({ layer: 1, head: 3, via: { layer: 0, head: 0 } });
		expect((100 * (first?.share ?? 0)).toFixed(0)).toBe('97');
		expect(desk.words('two-heads')).toContain('97 %');
	});

	it('the finder can be spared, the note-taker cannot', async () => {
		const session = await desk.session();
		const tokenIds = session.tokenizer.encode(`${EXAMPLE} red`, true);
		const ignore = () => undefined;
		const found = await analyse('head-effects', session, { tokenIds }, signal, ignore);
		const without = (layer: number, head: number) =>
			Math.exp(
				found.effects.find((each) => each.layer === layer && each.head === head)?.logprob ?? NaN
			);
		const words = desk.words('switch-off');
		expect(words).toContain(`${(100 * Math.exp(found.logprob)).toFixed(2)} %`);
		expect(words).toContain(`**${percent(without(1, 3))}**`);
		expect(words).toContain(`**${percent(without(0, 0))}**`);
		// No other single head is needed either.
		const needed = found.effects.filter(({ logprob }) => Math.exp(logprob) < 0.5);
		expect(needed).toHaveLength(1);
		expect(desk.rightOptions('switch-off')).toEqual(['Without the note-taker (layer 1, head 1)']);
	});

	it('without three finders nothing is found', async () => {
		const session = await desk.session();
		const heads = [0, 1, 3].map((head) => ({ layer: 1, head }));
		const {
			mode: _mode,
			messages: _messages,
			prompt: _prompt,
			...rest
		} = greedy({ max_tokens: 1 });
		const generate = {
			prompt: { mode: 'completion', prompt: EXAMPLE } as const,
			forcedTokenIds: [],
			alternatives: 20,
			settings: { ...rest, seed: '1' }
		};
		const asked = { generate, heads };
		const { output } = await analyse('ablated', session, asked, signal, () => undefined);
		const red = output.tokens[0]?.alternatives.find(({ text }) => text === ' red');
		expect(Math.exp(red?.logprob ?? NaN)).toBeCloseTo(0.05, 1);
	});
});
