/**
 * Messages to prompt text through MLC's `conv_template`: its models come without a Jinja template.
 *
 * @see https://github.com/mlc-ai/web-llm/blob/main/src/conversation.ts `getPromptArrayInternal`
 */
import * as v from 'valibot';
import { AppError } from '#core/errors.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import type { PromptPiece } from '../engine.ts';

/** The library takes 32 bits: a larger number would be another token. */
export const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
const roleTemplates = v.looseObject({
	user: v.optional(v.string()),
	assistant: v.optional(v.string())
});

/** Unknown fields are kept: the digest is of the whole template. */
export const convTemplateSchema = v.looseObject({
	system_template: v.string(),
	system_message: v.string(),
	roles: v.looseObject({ user: v.string(), assistant: v.string() }),
	role_templates: v.nullish(roleTemplates),
	seps: v.pipe(v.array(v.string()), v.minLength(1)),
	role_content_sep: v.nullish(v.string()),
	role_empty_sep: v.nullish(v.string()),
	stop_str: v.nullish(v.pipe(v.array(v.pipe(v.string(), v.maxLength(1000))), v.maxLength(32))),
	stop_token_ids: v.nullish(v.array(tokenId)),
	system_prefix_token_ids: v.nullish(v.array(tokenId)),
	add_role_after_system_message: v.nullish(v.boolean()),
	render_empty_system_message: v.nullish(v.boolean())
});

export type ConvTemplate = v.InferOutput<typeof convTemplateSchema>;

const SEPARATOR = ': ';
const SLOTS = { user: '{user_message}', assistant: '{assistant_message}' } as const;
const FUNCTION_SLOT = '{function_string}';

type Turn = RunMessage & { readonly role: 'user' | 'assistant' };

function isTurn(message: RunMessage): message is Turn {
	return message.role !== 'system';
}

function own(text: string): PromptPiece {
	return { text, fromContent: false };
}

/** @returns the template with what a message says in place of the slot, if it has one */
function fill(template: string, slot: string, content: PromptPiece): PromptPiece[] {
	const at = template.indexOf(slot);
	if (at === -1) return [own(template)];
	const after = template.slice(at + slot.length);
	return [own(template.slice(0, at)), content, own(after)];
}

function refuse(reason: string): never {
	throw new AppError('template-failed', reason, { details: { reason } });
}

/** @returns the turns, and the system message that comes before them or null */
function splitSystem(messages: readonly RunMessage[]): { system: string | null; turns: Turn[] } {
	const [first] = messages;
	const system = first?.role === 'system' ? first.content : null;
	const rest = system === null ? messages : messages.slice(1);
	const turns = rest.filter(isTurn);
	if (turns.length < rest.length) refuse('a system message can only stand first');
	if (turns.length === 0) refuse('there is no message to answer');
	return { system, turns };
}

function renderSystem(template: ConvTemplate, given: string | null): PromptPiece[] {
	const message = given ?? template.system_message;
	if (message === '' && template.render_empty_system_message === false) return [];
	const piece = given === null ? own(message) : { text: message, fromContent: true };
	return fill(template.system_template, '{system_message}', piece);
}

function renderContent(template: ConvTemplate, { role, content }: Turn): PromptPiece[] {
	const roleTemplate = template.role_templates?.[role];
	const piece = {
		text: content,
		fromContent: true,
		...(role === 'assistant' ? { byModel: true } : {})
	};
	if (roleTemplate === undefined) return [piece];
	// The function slot goes first: in the message it would be the user's own text.
	return fill(roleTemplate.replace(FUNCTION_SLOT, ''), SLOTS[role], piece);
}

/**
 * @returns the prompt, in order, up to where the assistant answers, without `system_prefix_token_ids`
 * @throws AppError `template-failed`: no message, or a system message that is not the first
 */
export function renderConversation(
	template: ConvTemplate,
	messages: readonly RunMessage[]
): PromptPiece[] {
	const { system, turns } = splitSystem(messages);
	const systemPieces = renderSystem(template, system);
	const hasSystem = systemPieces.some(({ text }) => text !== '');
	const opensBare = template.add_role_after_system_message === false && hasSystem;
	const parts = turns.flatMap((turn, index) => {
		const role = template.roles[turn.role] + (template.role_content_sep ?? SEPARATOR);
		const separator = template.seps[index % template.seps.length] ?? '';
		const opening = opensBare && index === 0 ? '' : role;
		return [own(opening), ...renderContent(template, turn), own(separator)];
	});
	const reply = template.roles.assistant + (template.role_empty_sep ?? SEPARATOR);
	return [...systemPieces, ...parts, own(reply)];
}
