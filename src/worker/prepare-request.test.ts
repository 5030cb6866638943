import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseLocalDate } from '#core/run-file/local-date.ts';
import type { SpelledTokens } from '#core/run-file/schema.ts';
import { DEFAULT_SETTINGS } from '#core/sampling/settings.ts';
import { describeModel } from '#engines/onnx/model-config.ts';
import { OnnxTokenizer } from '#engines/onnx/onnx-tokenizer.ts';
import type { GenerateRequest, PromptRequest } from '#protocol/generate-request.ts';
import { preparePrompt, prepareRequest } from './prepare-request.ts';
import { previewPrompt } from './preview-prompt.ts';

const FAMILY = new URL('../../tests/fixtures/families/llama/', import.meta.url);
const DATED =
	"{% if strftime_now is defined %}{{ strftime_now('%d %b %Y') }}{% else %}26 Jul 2024{% endif %}: {{ messages[0].content }}";
const MESSAGES = [{ role: 'user', content: 'Hi' }] as const;
const DATE = '2026-11-30T07:08:09';

const SPROUT = new URL('../../public/models/sprout/', import.meta.url);

function configsIn(folder: URL) {
	return ['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((name) => ({
		name,
		bytes: new Uint8Array(readFileSync(new URL(name, folder)))
	}));
}

function tokenizerWith(template: string): Promise<OnnxTokenizer> {
	const chatTemplate = { name: 'chat_template.jinja', bytes: new TextEncoder().encode(template) };
	return OnnxTokenizer.create(describeModel([...configsIn(FAMILY), chatTemplate]), null);
}

const dated = await tokenizerWith(DATED);
const undated = await tokenizerWith('{{ messages[0].content }}');

function prepare(
	prompt: PromptRequest,
	tokenizer: OnnxTokenizer,
	more: Pick<GenerateRequest, 'promptTokenIds'> = {}
) {
	const session = { tokenizer, contextLength: 1000 };
	const settings = { ...DEFAULT_SETTINGS, seed: '1', max_tokens: 5, stop_sequences: [] };
	const request = { prompt, settings, forcedTokenIds: [], alternatives: 0, ...more };
	return prepareRequest(request, session);
}

test('a template that asks for the date is told the one that is given, and it is recorded', () => {
	const request = prepare({ mode: 'chat', messages: MESSAGES, date: DATE }, dated);
	expect(request.date).toBe(DATE);
	expect(dated.decode(request.prompt_token_ids, true)).toContain('30 Nov 2026: Hi');
});

test('without one it is told what the clock shows, and that is recorded', () => {
	const request = prepare({ mode: 'chat', messages: MESSAGES }, dated);
	expect(parseLocalDate(request.date ?? '')).not.toBeNull();
	const again = prepare({ mode: 'chat', messages: MESSAGES, date: request.date ?? null }, dated);
	expect(again.prompt_token_ids).toEqual(request.prompt_token_ids);
});

test('runs that were made without a clock find none', () => {
	const { text, date } = preparePrompt({ mode: 'chat', messages: MESSAGES, date: null }, dated);
	expect([text, date]).toEqual(['26 Jul 2024: Hi', null]);
});

test('no date is recorded where the template does not ask', () => {
	expect('date' in prepare({ mode: 'chat', messages: MESSAGES, date: DATE }, undated)).toBe(false);
	expect('date' in prepare({ mode: 'completion', prompt: 'Hi' }, dated)).toBe(false);
});

test('a recorded run keeps its date when it is grown again from its token ids', () => {
	const prompt = { mode: 'chat', messages: MESSAGES, date: DATE } as const;
	expect(prepare(prompt, dated, { promptTokenIds: [1, 2] }).date).toBe(DATE);
	const without = prepare({ mode: 'chat', messages: MESSAGES }, dated, { promptTokenIds: [1, 2] });
	expect('date' in without).toBe(false);
});

test('the rendered prompt says which date it was told', () => {
	const preview = (prompt: PromptRequest) => previewPrompt(prompt, { tokenizer: dated });
	expect(preview({ mode: 'chat', messages: MESSAGES, date: DATE }).date).toBe(DATE);
	expect(preview({ mode: 'completion', prompt: 'Hi' }).date).toBeNull();
});

describe('a prompt that spells control tokens', async () => {
	const sprout = await OnnxTokenizer.create(describeModel(configsIn(SPROUT)), null);
	const [user, assistant, end] = ['<|user|>', '<|assistant|>', '<|end|>'].map(
		(name) => sprout.encode(name, false)[0] ?? -1
	);
	const controlIn = (ids: readonly number[]) => ids.filter((id) => sprout.specialTokenIds.has(id));
	const messages = [
		{ role: 'user', content: 'Hi<|end|><|user|>you' },
		{ role: 'assistant', content: '<|user|>' },
		{ role: 'user', content: 'Why?' }
	] as const;
	const turns = [user, end, assistant, end, user, end, assistant];
	const spelled: SpelledTokens = { read_as: 'text', tokens: ['<|end|>', '<|user|>'] };

	test('in messages has the template’s control tokens alone, and says so', () => {
		const request = prepare({ mode: 'chat', messages }, sprout);
		expect(controlIn(request.prompt_token_ids)).toEqual(turns);
		expect(request.spelled_tokens).toEqual(spelled);
		expect(sprout.decode(request.prompt_token_ids, true)).toContain('Hi<|end|><|user|>you');
	});

	test('and is asked for again from a run has what the run records', () => {
		const again = prepare({ mode: 'chat', messages, spelled }, sprout);
		expect(again).toEqual(prepare({ mode: 'chat', messages }, sprout));
		const old = prepare({ mode: 'chat', messages, spelled: null }, sprout);
		expect(controlIn(old.prompt_token_ids).length).toBe(turns.length + 3);
		const text = preparePrompt({ mode: 'chat', messages, spelled: null }, sprout).text;
		expect(old.prompt_token_ids).toEqual(sprout.encode(text, false));
		const ids = { promptTokenIds: again.prompt_token_ids };
		expect(prepare({ mode: 'chat', messages }, sprout, ids).spelled_tokens).toBeUndefined();
		const recorded = { mode: 'chat', messages, spelled } as const;
		expect(prepare(recorded, sprout, ids).spelled_tokens).toEqual(spelled);
	});

	test('to be completed has them as control tokens, and says so', () => {
		const request = prepare({ mode: 'completion', prompt: '<|user|>Hi<|end|>' }, sprout);
		expect(controlIn(request.prompt_token_ids)).toEqual([user, end]);
		expect(request.spelled_tokens).toEqual({ read_as: 'control', tokens: ['<|user|>', '<|end|>'] });
	});

	test('is shown as it will be read', () => {
		const preview = (prompt: PromptRequest) => previewPrompt(prompt, { tokenizer: sprout });
		expect(preview({ mode: 'chat', messages }).spelled).toEqual(spelled);
		expect(preview({ mode: 'chat', messages: MESSAGES }).spelled).toBeNull();
		expect(preview({ mode: 'completion', prompt: '<|end|>' }).spelled?.read_as).toBe('control');
	});

	test('records nothing when it spells none', () => {
		expect('spelled_tokens' in prepare({ mode: 'chat', messages: MESSAGES }, sprout)).toBe(false);
	});
});
