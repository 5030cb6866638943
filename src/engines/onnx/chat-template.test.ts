import { expect, test } from 'vitest';
import { ChatTemplate } from './chat-template.ts';

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
