/** The texts, and the reasons, of jinja2 as transformers sets it up: the same here, or a refusal. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLocalDate } from '#core/run-file/local-date.ts';
import { TemplateFailure } from '#core/jinja/failure.ts';
import { JinjaTemplate, type TemplateInput } from './render.ts';

interface Outcome {
	readonly expected?: string;
	/** jinja2's reason, with the name of the exception. */
	readonly refused?: string;
}

type Messages = TemplateInput['messages'];

interface Case extends Outcome {
	readonly name: string;
	readonly template: string;
	readonly messages?: Messages;
	/** Where we refuse and jinja2 does not: the reason. */
	readonly unsupported?: string;
}

const FIXTURES = new URL('../../../tests/fixtures/templates/', import.meta.url);
const NOW = '2026-11-30T07:08:09';

function readJson(name: string): unknown {
	return JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8'));
}

function outcome(
	template: JinjaTemplate,
	messages: Messages,
	specialTokens: Readonly<Record<string, string>>
): Outcome {
	try {
		const { pieces } = template.render({ messages, specialTokens, now: parseLocalDate(NOW) });
		return { expected: pieces.map(({ text }) => text).join('') };
	} catch (error) {
		if (!(error instanceof TemplateFailure)) throw error;
		return { refused: `${error.kind}: ${error.message}` };
	}
}

const cases = readJson('cases.json') as {
	readonly special_tokens: Readonly<Record<string, string>>;
	readonly templates: readonly Case[];
	readonly micro_messages: Messages;
	readonly micro_templates: readonly Case[];
};

describe('cases', () => {
	const all = [...cases.templates, ...cases.micro_templates];

	test.each(all)('$name', ({ template, messages = cases.micro_messages, expected, refused }) => {
		const own = outcome(new JinjaTemplate(template), messages, cases.special_tokens);
		expect(own).toEqual(refused === undefined ? { expected } : { refused });
	});
});

const kinds = readJson('kinds.json') as {
	readonly special_tokens: Readonly<Record<string, string>>;
	readonly messages: Messages;
	readonly cases: readonly Case[];
};

function kindOf(reason: string | undefined): string | undefined {
	return reason?.split(':')[0];
}

describe('kinds of templates', () => {
	test.each(kinds.cases)('$name: $template', ({ template, expected, refused, unsupported }) => {
		const own = outcome(new JinjaTemplate(template), kinds.messages, kinds.special_tokens);
		if (unsupported !== undefined) expect(own.refused).toBe(`unsupported: ${unsupported}`);
		else expect([own.expected, kindOf(own.refused)]).toEqual([expected, kindOf(refused)]);
	});
});

/** Golden texts of a folder of templates, as `tools/templates/golden.py` writes them. */
interface Golden {
	readonly reference: string;
	readonly special_tokens: Readonly<Record<string, string>>;
	readonly conversations: readonly { readonly name: string; readonly messages: Messages }[];
	readonly templates: readonly { readonly file: string; readonly results: readonly Outcome[] }[];
}

const realFolder = process.env['GLASSHOUSE_REAL_TEMPLATES'] ?? '';

describe.skipIf(realFolder === '')('real templates', () => {
	const path = join(realFolder, 'golden.json');
	const golden = existsSync(path)
		? (JSON.parse(readFileSync(path, 'utf8')) as Golden)
		: { reference: '', special_tokens: {}, conversations: [], templates: [] };
	const count = { equal: 0, 'refused by both': 0, refused: 0 };

	test('there are some', () => {
		expect(golden.templates.length).toBeGreaterThan(0);
	});

	test.each(golden.templates)('$file is rendered as by jinja2, or refused', ({ file, results }) => {
		const template = new JinjaTemplate(readFileSync(join(realFolder, file), 'utf8'));
		golden.conversations.forEach(({ name, messages }, i) => {
			const wanted = results[i] ?? {};
			const own = outcome(template, messages, golden.special_tokens);
			if (own.refused === undefined) {
				expect(own.expected, name).toBe(wanted.expected);
				count.equal += 1;
			} else if (wanted.refused === undefined) {
				count.refused += 1;
			} else {
				expect(own.refused, name).toBe(wanted.refused);
				count['refused by both'] += 1;
			}
		});
	});

	test('the counts', () => {
		console.info(`${golden.reference}, ${golden.templates.length} templates:`, count);
		expect(count.equal).toBeGreaterThan(0);
	});
});
