import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import { textOfChat } from '../engine.ts';
import { describeModel } from '../onnx/model-config.ts';
import { OnnxTokenizer } from '../onnx/onnx-tokenizer.ts';
import { ChatTemplate } from './chat-template.ts';

const MESSAGES = [{ role: 'user', content: 'Hello' }] as const;
const DATE = '2026-11-30T07:08:09';

function render(source: string, messages: readonly RunMessage[] = MESSAGES): string {
	return textOfChat(new ChatTemplate(source, {}).render(messages, DATE));
}

/** The reason that is shown for a template that gives no prompt. */
function refusal(source: string): string {
	try {
		render(source);
	} catch (error) {
		if (error instanceof AppError && error.code === 'template-failed') {
			return String(error.details['reason']);
		}
		throw error;
	}
	throw new Error('it was rendered');
}

test('messages, special tokens and the generation prompt reach the template', () => {
	const source =
		"{{ bos_token }}{% for m in messages %}{{ m.role + ':' + m.content }}{% endfor %}{% if add_generation_prompt %}!{% endif %}{{ sep_token }}";
	const template = new ChatTemplate(source, { bos_token: { content: '<s>' }, sep_token: '|' });
	expect(textOfChat(template.render(MESSAGES, null))).toBe('<s>user:Hello!|');
});

test('a template that refuses says why, in its own words', () => {
	expect(refusal("{{ raise_exception('no system role') }}")).toBe('no system role');
	expect(refusal("{{ 'a' + 1 }}")).toBe('TypeError: can only concatenate str (not "int") to str');
	expect(refusal('{{ [1, 2]|random }}')).toBe('not supported here: the filter random');
});

test.each(['range', "'a'.upper", 'messages|map("upper")', 'strftime_now', 'cycler(1)'])(
	'%s is not printed: Python prints its address in memory, another each time',
	(expression) => {
		expect(refusal(`{{ ${expression} }}`)).toMatch(/^not supported here: printing/);
	}
);

test('a base model has no template', () => {
	expect(() => new ChatTemplate(null, {}).render(MESSAGES, null)).toThrow(/no chat template/);
});

test('a template that asks for the date gets the one it is given, and that is told', () => {
	const source =
		"{% if strftime_now is defined %}{{ strftime_now('%d %b %Y') }}{% else %}26 Jul 2024{% endif %}";
	const template = new ChatTemplate(source, {});
	const dated = template.render(MESSAGES, DATE);
	expect([textOfChat(dated), dated.usesDate]).toEqual(['30 Nov 2026', true]);
	const timeless = template.render(MESSAGES, null);
	expect([textOfChat(timeless), timeless.usesDate]).toEqual(['26 Jul 2024', false]);
	expect(() => template.render(MESSAGES, '2026-02-30T00:00:00')).toThrow(/is no date/);
});

describe('what a message says is told from what the template writes', () => {
	function said(source: string, content: string): string[] {
		const { pieces } = new ChatTemplate(source, {}).render([{ role: 'user', content }], null);
		return pieces.filter(({ fromContent }) => fromContent).map(({ text }) => text);
	}

	const M = 'messages[0].content';

	test.each([
		['printed', `<|user|>{{ ${M} }}<|end|>`, 'Hi', ['Hi']],
		['joined', `{{ '<' + ${M} ~ '>' }}`, 'Hi', ['Hi']],
		['stripped and cut', `{{ ${M}.strip()[1:] }}`, '  Hi 👍! ', ['i 👍!']],
		['split and joined', `{{ ${M}.split(',')|join('|') }}`, 'a,b', ['a', 'b']],
		['replaced in part', `{{ ${M}|replace('b', '<b>') }}`, 'abc', ['a', 'c']],
		['in capitals', `{{ ('x' + ${M})|upper }}`, 'straße', ['STRASSE']],
		['as JSON', `{{ {'text': ${M}}|tojson }}`, 'a"b', ['a\\"b']],
		['in a list that is printed', `{{ [${M}] }}`, 'Hi', ['Hi']],
		['formatted', `{{ '%s: %5s' % ('user', ${M}) }}`, 'Hi', ['Hi']],
		['kept in a namespace', `{% set ns = namespace(t=${M}) %}[{{ ns.t }}]`, 'Hi', ['Hi']],
		['through a macro', `{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(${M}) }}`, 'Hi', ['Hi']],
		['letter by letter', `{% for c in ${M} %}{{ c }}.{% endfor %}`, 'Hi', ['H', 'i']],
		['not at all', `{% if ${M} == 'Hi' %}Hi{% endif %}`, 'Hi', []]
	])('when it is %s', (_title, source, content, expected) => {
		expect(said(source, content)).toEqual(expected);
	});
});

test('what the model said is told from what others say', () => {
	const source =
		"{% for m in messages %}{{ m.content.split('|')[-1]|trim|upper }}{% endfor %}{{ messages|map(attribute='content')|join }}";
	const { pieces } = new ChatTemplate(source, {}).render(
		[
			{ role: 'user', content: 'Hi' },
			{ role: 'assistant', content: 'no|  yes ' },
			{ role: 'system', content: 'So' }
		],
		null
	);
	expect(pieces).toEqual([
		{ text: 'HI', fromContent: true },
		{ text: 'YES', fromContent: true, byModel: true },
		{ text: 'SOHi', fromContent: true },
		{ text: 'no|  yes ', fromContent: true, byModel: true },
		{ text: 'So', fromContent: true }
	]);
});

describe('a template that does not end is stopped', () => {
	test.each([
		[
			'in loops',
			'{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}',
			'the template does not come to an end'
		],
		[
			'in a filter',
			'{% for a in range(99999) %}{{ range(99999)|list|length }}{% endfor %}',
			'the template does not come to an end'
		],
		[
			'as its text grows',
			"{% set ns = namespace(t='x') %}{% for i in range(99) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}",
			'the template makes a text of more than 64 million characters'
		],
		[
			'as its list grows',
			'{% set ns = namespace(t=[1]) %}{% for i in range(99) %}{% set ns.t = ns.t + ns.t %}{% endfor %}',
			'the template does not come to an end'
		],
		[
			'as it multiplies',
			"{{ 'x' * 999999999999 }}",
			'the template makes a text of more than 64 million characters'
		],
		[
			'as a width',
			"{{ 'x'.center(2000000000) }}",
			'the template makes a text of more than 64 million characters'
		],
		['as numbers grow', '{{ 9 ** 999999 }}', 'the template makes too large a number'],
		[
			'as it calls itself',
			'{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
			'the template calls itself too often'
		],
		[
			'as values nest',
			'{% set ns = namespace(t=[]) %}{% for i in range(99999) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t }}',
			'the template nests too deeply'
		],
		[
			'as what it prints doubles',
			'{% set ns = namespace(t=[]) %}{% for i in range(64) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t|tojson }}',
			'the template does not come to an end'
		],
		[
			'in ranges',
			'{{ range(100001) }}',
			'OverflowError: Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).'
		]
	])('%s', (_title, source, reason) => {
		expect(refusal(source)).toBe(reason);
	});

	test.each([
		['brackets', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`],
		['lists', `{{ ${'['.repeat(5000)}${']'.repeat(5000)} }}`],
		['signs', `{{ ${'-'.repeat(5000)}1 }}`],
		['negations', `{{ ${'not '.repeat(5000)}1 }}`],
		['blocks', `${'{% if true %}'.repeat(5000)}${'{% endif %}'.repeat(5000)}`]
	])('at %s in each other, however many', (_title, source) => {
		expect(refusal(source)).toMatch(/too many nested|nests too deeply/);
	});

	test('and the next one is rendered', () => {
		expect(refusal("{{ 'x' * 999999999999 }}")).toMatch(/64 million/);
		expect(render('{{ messages[0].content }}')).toBe('Hello');
	});
});

test('a conversation of a thousand turns with long texts is far from the bounds', () => {
	const turns = Array.from({ length: 1000 }, (_, i) => ({
		role: i % 2 === 0 ? ('user' as const) : ('assistant' as const),
		content: `turn ${i} `.repeat(200)
	}));
	const source =
		"{% set ns = namespace(t='') %}{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('order') }}{% endif %}{% set ns.t = ns.t + m.role + m.content|trim %}{% endfor %}{{ ns.t }}";
	const expected = turns.map(({ role, content }) => role + content.trim()).join('');
	expect(render(source, turns)).toBe(expected);
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
		async ({ messages, text, ids }) => {
			const tokenizer = await OnnxTokenizer.create(describeModel(files), null);
			if (text === null) {
				expect(() => tokenizer.renderChat(messages, null)).toThrow(AppError);
				return;
			}
			expect(textOfChat(tokenizer.renderChat(messages, null))).toBe(text);
			expect(tokenizer.encode(text, false)).toEqual(ids);
		}
	);
});
