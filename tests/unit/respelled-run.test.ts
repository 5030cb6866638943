/** Token ids of an altered run against its texts, by Sprout's own tokenizer. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { EngineSession } from '#engines/engine.ts';
import { respell } from '#worker/analysis/respell.ts';
import { openSprout } from '../../tools/sprout-logits.ts';

const runOf = (name: string): Run => {
	const file = new URL(`../fixtures/reference/${name}.run.json`, import.meta.url);
	return JSON.parse(readFileSync(file, 'utf8')) as Run;
};
const original = runOf('sampled');

let session: EngineSession;

beforeAll(async () => {
	const precision = sprout.precisions.find(({ id }) => id === original.model.quantization);
	if (precision === undefined) throw new Error('the run names a precision of Sprout');
	session = await openSprout(precision);
});

afterAll(() => session.dispose());

function found(change: (run: Run) => void) {
	const copy = structuredClone(original);
	change(copy);
	return respell(session.tokenizer, copy);
}

/** Another token of the vocabulary, spelled otherwise. */
function otherThan(id: number): number {
	const { tokenizer } = session;
	for (let other = 300; ; other++) {
		if (other !== id && tokenizer.piece(other) !== tokenizer.piece(id)) return other;
	}
}

describe('a run file beside the tokenizer of its model', () => {
	test.each(['sampled', 'greedy', 'chat', 'long'])(
		'contradicts itself nowhere where nothing was changed: %s',
		(name) => {
			expect(respell(session.tokenizer, runOf(name))).toEqual({
				findings: [],
				comparedPrompt: true
			});
		}
	);

	test('is found out by a token whose id was changed in every list, and whose text was not', () => {
		const { findings } = found(({ output }) => {
			const [first] = output.tokens;
			if (first === undefined) throw new Error('the run has tokens');
			const other = otherThan(first.id);
			output.token_ids[0] = other;
			first.id = other;
		});
		const paths = findings.map(({ path }) => path);
		expect(paths).toContain('output.text');
		expect(paths).toContain('output.tokens[0].text');
		const [text] = findings;
		expect(text?.expected).not.toBe(text?.found);
	});

	test('is found out by a text that was changed together with the text of its tokens', () => {
		const { findings } = found(({ output }) => {
			const last = output.tokens.at(-4);
			if (last === undefined) throw new Error('the run has tokens');
			const before = last.text;
			last.text = ' wolf';
			const at = output.text.lastIndexOf(before);
			output.text = `${output.text.slice(0, at)} wolf${output.text.slice(at + before.length)}`;
		});
		expect(findings.map(({ path }) => path)).toEqual([
			'output.text',
			`output.tokens[${original.output.tokens.length - 4}].text`
		]);
	});

	test('is found out by the text of an alternative', () => {
		const { findings } = found(({ output }) => {
			Object.assign(output.tokens[0]?.alternatives[1] ?? {}, { text: 'never' });
		});
		expect(findings).toMatchObject([
			{ path: 'output.tokens[0].alternatives[1].text', found: '"never"' }
		]);
	});

	test('is found out by another prompt over the same ids, and by ids that are too many', () => {
		const swapped = found(({ request }) => {
			request.prompt = 'Something else';
		});
		expect(swapped.findings[0]?.path).toMatch(/^request\.prompt_token_ids/);
		const id = original.request.prompt_token_ids[0] ?? 0;
		const longer = found(({ request }) => void request.prompt_token_ids.push(id));
		expect(longer.findings.map(({ path }) => path)).toContain('request.prompt_token_ids');
	});

	test('is found out by an id that the model does not have', () => {
		const { findings } = found(({ output }) => (output.token_ids[1] = 70_000));
		expect(findings).toEqual([
			{
				path: 'output.token_ids[1]',
				expected: `ids below ${session.tokenizer.vocabularySize}`,
				found: '70000'
			}
		]);
	});

	test('is found out by an end that its tokens do not come to', () => {
		const { findings } = found(({ output }) => {
			output.finish_reason = output.finish_reason === 'length' ? 'stop' : 'length';
		});
		expect(findings.map(({ path }) => path)).toContain('output.finish_reason');
	});

	test('says so where its prompt cannot be tokenized, and compares the rest', () => {
		const { findings, comparedPrompt } = found(({ request, output }) => {
			request.mode = 'chat';
			output.text = 'All of it is true.';
		});
		expect(comparedPrompt).toBe(false);
		expect(findings[0]).toMatchObject({ path: 'output.text', found: '"All of it is true."' });
	});
});
