import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import { ChatTemplate } from './chat-template.ts';
import { describeModel } from './model-config.ts';
import { OnnxTokenizer } from './onnx-tokenizer.ts';

const MESSAGES = [{ role: 'user', content: 'Hello' }] as const;

test('messages, special tokens and the generation prompt reach the template', () => {
	const source =
		"{{ bos_token }}{% for m in messages %}{{ m.role + ':' + m.content }}{% endfor %}{% if add_generation_prompt %}!{% endif %}";
	const template = new ChatTemplate(source, { bos_token: { content: '<s>' } });
	expect(template.render(MESSAGES)).toBe('<s>user:Hello!');
});

test('a template that refuses says why', () => {
	const template = new ChatTemplate("{{ raise_exception('no system role') }}", {});
	expect(() => template.render(MESSAGES)).toThrow(
		expect.objectContaining({
			code: 'template-failed',
			details: { reason: expect.stringContaining('no system role') as string }
		}) as Error
	);
});

test('a base model has no template', () => {
	expect(() => new ChatTemplate(null, {}).render(MESSAGES)).toThrow(/no chat template/);
});

test('templates get no clock: a prompt is the same on every day', () => {
	const source =
		"{% if strftime_now is defined %}{{ strftime_now('%d %b %Y') }}{% else %}26 Jul 2024{% endif %}";
	expect(new ChatTemplate(source, {}).render(MESSAGES)).toBe('26 Jul 2024');
});

test('a template that never ends is refused', () => {
	const endless = (expression: string) =>
		new ChatTemplate(`{% for i in ${expression} %}{{ i }} {% endfor %}`, {}).render(MESSAGES);
	expect(() => endless('range(1000000000)')).toThrow(/counts too far/);
	expect(endless('range(2, 8, 3)')).toBe('2 5 ');
});

describe.each(['llama', 'qwen2', 'qwen3', 'smollm2'])('%s', (family) => {
	const folder = new URL(`../../../tests/fixtures/families/${family}/`, import.meta.url);
	const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja'];
	const files = names
		.map((name) => ({ name, url: new URL(name, folder) }))
		.filter(({ url }) => existsSync(url))
		.map(({ name, url }) => ({ name, bytes: new Uint8Array(readFileSync(url)) }));
	const chats = JSON.parse(readFileSync(new URL('chats.json', folder), 'utf8')) as {
		messages: RunMessage[];
		text: string | null;
		ids: number[] | null;
	}[];

	test.each(chats)(
		'renders and tokenizes as transformers does: $text',
		({ messages, text, ids }) => {
			const tokenizer = new OnnxTokenizer(describeModel(files), null);
			if (text === null) {
				expect(() => tokenizer.renderChat(messages)).toThrow(AppError);
				return;
			}
			expect(tokenizer.renderChat(messages)).toBe(text);
			expect(tokenizer.encode(text, false)).toEqual(ids);
		}
	);
});
