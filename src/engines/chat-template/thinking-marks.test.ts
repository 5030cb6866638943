import { expect, test } from 'vitest';
import type { ThinkingMarks } from '#core/chat/thinking.ts';
import { ChatTemplate } from './chat-template.ts';
import { JinjaTemplate } from './render.ts';
import { thinkingMarks } from './thinking-marks.ts';

/** As a loaded model's template is asked. */
function marksOf(source: string): ThinkingMarks | null {
	return new ChatTemplate(source, { bos_token: '<s>', eos_token: '</s>' }).thinkingMarks();
}

const THINK = { open: '<think>', close: '</think>', isOpened: false };

test('a template that tells reasoning from content has marks, and its prompt does not open them', () => {
	const source = `
{%- for message in messages %}
	{%- if message.content is string %}{%- set content = message.content %}{%- else %}{%- set content = '' %}{%- endif %}
	{%- if message.role == "assistant" %}
		{%- set reasoning_content = '' %}
		{%- if message.reasoning_content is string %}
			{%- set reasoning_content = message.reasoning_content %}
		{%- elif '</think>' in content %}
			{%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
			{%- set content = content.split('</think>')[-1].lstrip('\\n') %}
		{%- endif %}
		{{- '<|im_start|>assistant\\n' + content }}
		{%- for tool_call in message.tool_calls or [] %}{{- '\\n<tool_call>\\n' + tool_call.name + '\\n</tool_call>' }}{%- endfor %}
		{{- '<|im_end|>\\n' }}
	{%- elif not (content.startswith('<tool_response>') and content.endswith('</tool_response>')) %}
		{{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}
	{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
	{{- '<|im_start|>assistant\\n' }}
	{%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}
{%- endif %}`;
	expect(marksOf(source)).toEqual(THINK);
});

test('a template whose prompt ends with the open mark says that the answer begins inside', () => {
	const source = `{{ bos_token }}{% for message in messages %}{% if message['role'] == 'assistant' and message['content'] is not none %}{% set content = message['content'] %}{% if '</think>' in content %}{% set content = content.split('</think>')[-1] %}{% endif %}{{ '<|Assistant|>' + content + eos_token }}{% elif message['role'] == 'user' %}{{ '<|User|>' + message['content'] }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|Assistant|><think>\\n' }}{% endif %}`;
	expect(marksOf(source)).toEqual({ ...THINK, isOpened: true });
});

test.each([
	["(message.content.split('</think>')|last).lstrip()", '</think>'],
	["message['content'].split('[/THINK]', 1)[1]", '[/THINK]'],
	["message.content.partition('◁/think▷')[2]", '◁/think▷'],
	["visible(message.content).split(sep='</thought>\\n')[1:]", '</thought>']
])('marks of other names and other cuts are found: %s', (cut, close) => {
	const source = `{% macro visible(x) %}{{ x }}{% endmacro %}{% for message in messages %}{{ ${cut} }}{% endfor %}`;
	expect(thinkingMarks(new JinjaTemplate(source), '')).toEqual({
		open: close.replace('/', ''),
		close,
		isOpened: false
	});
});

test('a split that has a name first is found', () => {
	const source =
		"{% for m in messages %}{% set halves = m.content.split('</think>') %}{{ halves[0] if halves|length == 1 else halves[-1] }}{% endfor %}";
	expect(thinkingMarks(new JinjaTemplate(source), '')).toEqual(THINK);
});

test('content that is only searched for a mark needs a prompt that opens it', () => {
	const source = (ask: string) =>
		`{% for m in messages %}{% if '</think>' in m.content %}{{ m.content[m.content.rfind('</think>') + 8:] }}{% else %}{{ m.content }}{% endif %}{% endfor %}${ask}`;
	expect(marksOf(source('<think>\n'))).toEqual({ ...THINK, isOpened: true });
	expect(marksOf(source(''))).toBeNull();
});

test.each([
	[
		'tool calls alone',
		"{% for m in messages %}{% if '</tool_call>' in m.content %}{{ m.content.split('</tool_call>')[0] }}{% else %}{{ m.content }}{% endif %}{% for call in m.tool_calls or [] %}{{ '<tool_call>' + call.name + '</tool_call>' }}{% endfor %}{% endfor %}"
	],
	['neither', "{% for m in messages %}{{ m.role + ': ' + m.content }}{% endfor %}"],
	[
		'a split at what is no mark',
		"{% for m in messages %}{{ m.content.split('/')[-1] }}{% endfor %}"
	],
	['marks that it only writes', "{{ '<think>\\n\\n</think>\\n\\n' }}"],
	['a split of something else', "{{ bos_token.split('</think>')[-1] }}"]
])('a template with %s has no marks', (_, source) => {
	expect(marksOf(source)).toBeNull();
});

test('a template that cannot be read, and a model without one, have no marks', () => {
	expect(marksOf('{% if %}</think>')).toBeNull();
	expect(new ChatTemplate(null, {}).thinkingMarks()).toBeNull();
});

test('a template that refuses to render still tells its marks', () => {
	const source = "{{ messages[0].content.split('</think>')[-1] }}{{ raise_exception('no') }}";
	expect(marksOf(source)).toEqual(THINK);
});

test('a template that is refused is refused again after its marks were asked for', () => {
	const template = new ChatTemplate('{% for x in [] %}{{ x|nosuchfilter }}{% endfor %}Hi', {});
	const render = () => template.render([{ role: 'user', content: 'Hello' }], null);
	expect(template.thinkingMarks()).toBeNull();
	for (let round = 0; round < 2; round++) {
		expect(render).toThrow(expect.objectContaining({ code: 'template-failed' }) as Error);
	}
});
