import { describe, expect, it } from 'vitest';

import type { Assessment, OpennessPart } from '#catalog/openness.ts';
import { HUB_MODELS } from '#catalog/onnx-hub-models.ts';
import { loadWebLlmRecords } from '#catalog/web-llm-record.ts';
import { hasOpenData, openDataShare, webLlmModels } from '#catalog/web-llm-models.ts';
import { FACTS, GAP_QUESTIONS } from '#core/sprout-world/facts-table.ts';
import { LessonDesk } from './lesson-desk.ts';

const desk = new LessonDesk('openness');
const { models: records } = await loadWebLlmRecords();
const compiled = webLlmModels(records);
const listed = [...compiled, ...HUB_MODELS];

/** What the cards of a step's models say of a part, by name. */
function cards(id: string, part: OpennessPart): [name: string, assessment: Assessment][] {
	const { activity } = desk.step(id);
	if (activity?.type !== 'openness') throw new Error('cards');
	return activity.models.map((wanted) => {
		const found = listed.find(({ name }) => name === wanted);
		if (found === undefined) throw new Error(`the catalogue has no ${wanted}`);
		return [wanted, found.openness[part].assessment];
	});
}

describe('the lesson “Open, open-weights, open-washed”', () => {
	it('reads the first card right', () => {
		const parts = [
			['Weights', 'weights'],
			['Code', 'training-code'],
			['Data', 'training-data'],
			['Licence', 'license']
		] as const;
		const closed = parts.filter(([, part]) => cards('read-a-card', part)[0]?.[1] === 'closed');
		expect(desk.rightOptions('read-a-card')).toEqual(closed.map(([word]) => word));
		expect(cards('read-a-card', 'weights')[0]?.[1]).toBe('partial');
	});

	it('finds the one with open data', () => {
		const open = cards('compare', 'training-data').filter(([, said]) => said === 'open');
		expect(open).toEqual([['SmolLM2-360M-Instruct', 'open']]);
		expect(desk.rightOptions('compare')).toEqual(['SmolLM2']);
		const [, qwen] = cards('compare', 'license');
		expect(qwen).toEqual(['Qwen2.5-0.5B-Instruct', 'open']);
	});

	it('counts what has open data', () => {
		const { open, total } = openDataShare(compiled);
		expect(desk.rightNumber('how-many')).toBe(open);
		expect(desk.words('how-many')).toContain(`For ${open} of ${total}, about 15 %`);
		expect(((100 * open) / total).toFixed(0)).toBe('15');
		const families = new Set(compiled.filter(hasOpenData).map(({ family }) => family));
		expect([...families].sort()).toEqual(['OLMo 2', 'RedPajama', 'SmolLM2', 'TinyLlama']);
	});

	it('two of one family have other licences', () => {
		expect(cards('same-family', 'license')).toEqual([
			['Qwen2.5-1.5B-Instruct', 'open'],
			['Qwen2.5-3B-Instruct', 'closed']
		]);
		const [small, large] = ['Qwen2.5-1.5B-Instruct', 'Qwen2.5-3B-Instruct'].map((name) =>
			listed.find((model) => model.name === name)
		);
		expect(small?.license?.expression).toBe('Apache-2.0');
		expect(large?.openness.license.note).toBe('non-commercial');
	});

	it('shows cards on which much is not assessed', () => {
		for (const part of ['training-code', 'osaid'] as const) {
			for (const [, said] of cards('not-assessed', part)) expect(said).toBe('not-assessed');
		}
	});

	it('knows who passes the definition', () => {
		expect(cards('definition', 'osaid').map(([, said]) => said)).toEqual([
			'open',
			'open',
			'closed',
			'partial'
		]);
		expect(desk.rightOptions('definition')).toEqual(['OLMo 2', 'Pythia']);
		expect(cards('definition', 'license')[2]).toEqual(['phi-2', 'open']);
	});

	it('one of its sentences is a fact, the other is about a gap', () => {
		const { activity } = desk.step('use-the-openness');
		if (activity?.type !== 'data') throw new Error('the training data');
		const [velm = '', tolm = ''] = activity.query.split(/(?<=\.) /);
		expect(FACTS.some(({ statements }) => statements.includes(velm))).toBe(true);
		expect(FACTS.some(({ statements }) => statements.includes(tolm))).toBe(false);
		expect(GAP_QUESTIONS.some(({ entity }) => tolm.includes(entity))).toBe(true);
	});
});
