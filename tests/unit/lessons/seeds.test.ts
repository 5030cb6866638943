import { afterAll, describe, expect, it } from 'vitest';

import { readLink } from '#core/link/read-link.ts';
import { claimOfLink } from '#core/verification/claim.ts';
import { verifyClaim } from '#worker/verify-claim.ts';
import { openModel } from '../../../cli/open-model.ts';
import { SPROUT_FOLDER, sproutFileNames } from '../../../cli/sprout-folder.ts';
import { LessonDesk } from './lesson-desk.ts';

const desk = new LessonDesk('seeds');

afterAll(() => desk.dispose());

function linkedRun(id: string) {
	const { activity } = desk.step(id);
	if (activity?.type !== 'run') throw new Error('a run');
	const link = readLink(activity.link);
	if (link.kind !== 'run') throw new Error('the link of a run');
	return link.run;
}

async function verdictOn(id: string) {
	const model = await openModel(SPROUT_FOLDER, sproutFileNames('int8'));
	const claim = claimOfLink(linkedRun(id));
	const { signal } = new AbortController();
	const { verdict } = await verifyClaim(model, { claim, exact: true }, signal, () => undefined);
	await model.session.dispose();
	return verdict;
}

describe('the lesson “Seeds”', { timeout: 120_000 }, () => {
	it('tells the story of seed 2026', async () => {
		const [story] = await desk.texts('same-seed');
		expect(story).toContain('came to the bridge');
		expect(story).toContain('a wild crow came along');
	});

	it('a hundred seeds give a hundred stories', async () => {
		const [recipe] = desk.recipes('own-seed');
		if (recipe === undefined) throw new Error('a recipe');
		const stories = new Set<string>();
		// Thirty tokens tell them apart.
		for (let seed = 1; seed <= 100; seed++) {
			stories.add((await desk.write(recipe, { seed: String(seed), max_tokens: 30 })).text);
		}
		expect(stories.size).toBe(100);
		expect(desk.words('own-seed')).toContain('100 seeds: 100 different stories');
	});

	it('neighbouring seeds part at once, another name does not', async () => {
		const [seven, eight] = await desk.texts('neighbours');
		expect(seven?.slice(0, 14)).toBe(eight?.slice(0, 14));
		expect(seven?.slice(0, 20)).not.toBe(eight?.slice(0, 20));
		const [mia, tom] = await desk.texts('other-name');
		for (const shared of [
			'sat near the bridge',
			'a book about Galva',
			'selling pancakes from Sevin'
		]) {
			expect(mia).toContain(shared);
			expect(tom).toContain(shared);
		}
		expect(mia).toContain('in her pocket');
		expect(tom).toContain('in his pocket');
		expect(mia).toContain('saw Stan');
		expect(tom).toContain('saw Rolf');
	});

	it('the honest run is bit-exact', async () => {
		expect((await verdictOn('regrow')).verdict).toBe('bit-exact');
		expect(desk.words('regrow')).toContain('bit-exact');
	});

	it('the changed one diverges at its first fox', async () => {
		const verdict = await verdictOn('one-animal');
		if (verdict.verdict !== 'diverged') throw new Error(verdict.verdict);
		const { tokenizer } = await desk.session();
		const { token_ids: ids } = linkedRun('one-animal').made;
		const fox = (await desk.tokenIds('fox'))[0] ?? -1;
		expect(verdict.evidence.position).toBe(ids.indexOf(fox));
		expect(tokenizer.piece(ids[ids.indexOf(fox) - 1] ?? -1)).toBe(' sleepy');
		const squirrel = (await desk.tokenIds('squirrel'))[0];
		expect(linkedRun('regrow').made.token_ids[ids.indexOf(fox)]).toBe(squirrel);
	});

	it('two seeds of the worksheet begin alike', async () => {
		const [recipe] = desk.recipes('own-seed');
		if (recipe === undefined) throw new Error('a recipe');
		for (const seed of ['1', '2']) {
			expect((await desk.write(recipe, { seed, max_tokens: 1 })).text).toBe(' sat');
		}
	});
});
