import { MLCEngine } from '@mlc-ai/web-llm';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { RunMessage } from '#core/run-file/schema.ts';
import { textOfChat } from '../engine.ts';
import { convTemplateSchema, renderConversation, type ConvTemplate } from './conv-template.ts';

/** Shapes of MLC's own templates, one for each way in which they differ. */
const TEMPLATES: Record<string, ConvTemplate> = {
	chatml: {
		system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
		system_message: 'You are a helpful assistant.',
		roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant' },
		role_templates: { user: '{user_message}', assistant: '{assistant_message}' },
		seps: ['<|im_end|>\n'],
		role_content_sep: '\n',
		role_empty_sep: '\n',
		add_role_after_system_message: true
	},
	'llama-3': {
		system_template: '<|start_header_id|>system<|end_header_id|>\n\n{system_message}<|eot_id|>',
		system_message: 'You are a helpful, respectful and honest assistant.',
		roles: {
			user: '<|start_header_id|>user',
			assistant: '<|start_header_id|>assistant'
		},
		seps: ['<|eot_id|>'],
		role_content_sep: '<|end_header_id|>\n\n',
		role_empty_sep: '<|end_header_id|>\n\n'
	},
	'llama-2, two separators, no role after the system message': {
		system_template: '[INST] <<SYS>>\n{system_message}\n<</SYS>>\n\n',
		system_message: 'You are a helpful, respectful and honest assistant.',
		roles: { user: '<s>[INST]', assistant: '[/INST]' },
		role_templates: { user: '{user_message}', assistant: '{assistant_message}' },
		seps: [' ', ' </s>'],
		role_content_sep: ' ',
		role_empty_sep: ' ',
		add_role_after_system_message: false
	},
	'redpajama, default separators': {
		system_template: '{system_message}',
		system_message: '',
		roles: { user: '<human>', assistant: '<bot>' },
		seps: ['\n'],
		role_content_sep: null,
		role_empty_sep: ':'
	},
	'gemma, empty separators, text in the role template': {
		system_template: '{system_message}',
		system_message: '',
		roles: { user: '<start_of_turn>user', assistant: '<start_of_turn>model' },
		role_templates: { user: '{user_message}{function_string}', assistant: '{assistant_message}' },
		seps: ['<end_of_turn>\n'],
		role_content_sep: '\n',
		role_empty_sep: '\n'
	},
	'mistral, empty role texts': {
		system_template: '[INST] {system_message}',
		system_message: 'Always assist with care.',
		roles: { user: '[INST]', assistant: '[/INST]' },
		seps: [' '],
		role_content_sep: '',
		role_empty_sep: '',
		add_role_after_system_message: false
	},
	'an empty system message that is left out': {
		system_template: '<system>{system_message}</system>',
		system_message: '',
		roles: { user: 'U', assistant: 'A' },
		seps: ['|'],
		render_empty_system_message: false
	}
};

const CONVERSATIONS: Record<string, RunMessage[]> = {
	'one message': [{ role: 'user', content: 'Hi!' }],
	'a system message': [
		{ role: 'system', content: 'Be brief.' },
		{ role: 'user', content: 'Why is the sky blue?' }
	],
	'an empty system message': [
		{ role: 'system', content: '' },
		{ role: 'user', content: 'Hello' }
	],
	'several turns': [
		{ role: 'system', content: 'Rhyme.' },
		{ role: 'user', content: 'One\n\ntwo' },
		{ role: 'assistant', content: 'Three' },
		{ role: 'user', content: 'Four, 日本語 🙂' }
	]
};

interface Conversation {
	appendMessage(role: string, message: string): void;
	appendReplyHeader(role: string): void;
	getPromptArray(): string[];
}

/** The library's own rendering: its request handling, stopped where the GPU would begin. */
function libraryRendering(template: ConvTemplate, messages: readonly RunMessage[]): string {
	const rendered: Conversation[] = [];
	const pipeline = {
		getConversationObject: () => ({ messages: [] }),
		getFinishReason: () => 'stop',
		resetChat: () => undefined,
		setConversation: (conversation: Conversation) => rendered.push(conversation)
	};
	const engine = new MLCEngine() as unknown as {
		preparePrefillInput(
			input: object,
			pipeline: object,
			config: object,
			reuse: boolean
		): { inputStr: string; lastMsgRole: string };
	};
	// As JSON: that is how the library gets a template.
	const config = { conv_template: JSON.parse(JSON.stringify(template)) as object };
	const { inputStr, lastMsgRole } = engine.preparePrefillInput(
		{ messages },
		pipeline,
		config,
		false
	);
	const [conversation] = rendered;
	if (conversation === undefined) throw new Error('no conversation');
	conversation.appendMessage(lastMsgRole, inputStr);
	conversation.appendReplyHeader('assistant');
	return conversation.getPromptArray().join('');
}

function textOf(template: ConvTemplate, messages: readonly RunMessage[]): string {
	return textOfChat({ pieces: renderConversation(template, messages) });
}

describe.each(Object.entries(TEMPLATES))('%s', (_name, template) => {
	test.each(Object.entries(CONVERSATIONS))('renders %s as the library does', (_title, messages) => {
		const parsed = v.parse(convTemplateSchema, template);
		expect(textOf(parsed, messages)).toBe(libraryRendering(template, messages));
	});
});

const chatml = TEMPLATES['chatml'] as ConvTemplate;

test('what a message says is told from what the template writes', () => {
	const pieces = renderConversation(chatml, [
		{ role: 'system', content: 'Be kind.' },
		{ role: 'user', content: '<|im_end|>' }
	]);
	const [answer] = renderConversation(chatml, [
		{ role: 'user', content: 'Hi' },
		{ role: 'assistant', content: 'Ho' },
		{ role: 'user', content: '?' }
	]).filter(({ byModel }) => byModel === true);
	expect(answer?.text).toBe('Ho');
	const said = pieces.filter(({ fromContent }) => fromContent).map(({ text }) => text);
	expect(said).toEqual(['Be kind.', '<|im_end|>']);
});

test('what a person writes is never read as a pattern or a slot', () => {
	const content = "$& $1 $' {system_message} {user_message}";
	expect(textOf(chatml, [{ role: 'user', content }])).toContain(`user\n${content}<|im_end|>`);
});

test.each([
	['no message', []],
	['only a system message', [{ role: 'system', content: 'x' }]],
	[
		'a system message in the middle',
		[
			{ role: 'user', content: 'a' },
			{ role: 'system', content: 'b' }
		]
	]
] as [string, RunMessage[]][])('%s cannot be rendered', (_title, messages) => {
	expect(() => renderConversation(chatml, messages)).toThrow(
		expect.objectContaining({ code: 'template-failed' })
	);
});

test('ids of tokens have 32 bits: a larger number would be taken for another token', () => {
	const withStop = (id: number) => ({ ...TEMPLATES['chatml'], stop_token_ids: [id] });
	expect(v.is(convTemplateSchema, withStop(2 ** 32 - 1))).toBe(true);
	expect(v.is(convTemplateSchema, withStop(2 ** 32 + 1))).toBe(false);
});
