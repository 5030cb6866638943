import { describe, expect, it } from 'vitest';

import type { LinkModel } from '../link/link-schema.ts';
import { isAddressable, readAllowedOrigins } from './allowed-origins.ts';
import { recipeLinkOfEmbed } from './embed-recipe.ts';
import { readMessage } from './messages.ts';
import type { EmbedRecipe } from './messages.ts';
import fc from '../../../tests/property.ts';

const SPROUT: LinkModel = {
	name: 'Sprout',
	format: 'onnx',
	quantization: 'int8',
	digest: null,
	source: null,
	size_bytes: null
};

function recipeOf(recipe: object): EmbedRecipe {
	const read = readMessage({ glasshouse: 1, type: 'load', recipe });
	if (read.kind !== 'message' || !('recipe' in read.message)) throw new Error(JSON.stringify(read));
	return read.message.recipe;
}

describe('messages to a frame', () => {
	it('are read from anything without throwing', () => {
		fc.assert(
			fc.property(fc.anything(), (data) => {
				expect(['foreign', 'message', 'refused']).toContain(readMessage(data).kind);
				const ours = readMessage({ glasshouse: 1, type: 'load', recipe: data });
				expect(['message', 'refused']).toContain(ours.kind);
			})
		);
	});

	it('name the field that is wrong and give the id back', () => {
		const load = { glasshouse: 1, type: 'load', id: 'q', recipe: { messages: [{ role: 'x' }] } };
		const read = readMessage(load);
		expect(read).toMatchObject({ kind: 'refused', id: 'q' });
		expect(JSON.stringify(read)).toContain('recipe.messages[0].role');
		expect(readMessage({ glasshouse: 1, type: 'run', id: 'x'.repeat(101) })).toMatchObject({
			kind: 'refused',
			code: 'message-invalid'
		});
	});

	it('have either a link or a recipe to load', () => {
		const both = { glasshouse: 1, type: 'load', link: 'recipe=1.', recipe: { prompt: 'a' } };
		expect(readMessage(both).kind).toBe('refused');
		expect(readMessage({ glasshouse: 1, type: 'load' }).kind).toBe('refused');
		const link = { glasshouse: 1, type: 'load', link: 'recipe=1.' };
		expect(readMessage(link)).toEqual({ kind: 'message', message: link });
	});

	it.each([
		[{ type: 'hello' }, {}],
		[{ type: 'theme', theme: 'system' }, {}],
		[{ type: 'theme', theme: 'light' }, {}],
		[{ type: 'theme', theme: 'dark', id: 'x'.repeat(100) }, {}],
		[{ type: 'run' }, { tokens: false, file: false }],
		[{ type: 'run', tokens: true, file: true }, {}],
		[{ type: 'verify' }, {}],
		[{ type: 'stop' }, {}]
	])('%j is understood, and has %j besides', (said, defaults) => {
		const message = { glasshouse: 1, ...said };
		expect(readMessage(message)).toEqual({
			kind: 'message',
			message: { ...message, ...defaults }
		});
	});

	it('are not for the frame when they do not name it', () => {
		for (const data of [null, undefined, 'glasshouse', 1, {}, [], () => 1, { type: 'run' }]) {
			expect(readMessage(data)).toEqual({ kind: 'foreign' });
		}
	});

	it('of another version are refused by name', () => {
		expect(readMessage({ glasshouse: 2, type: 'run', id: 'a' })).toEqual({
			kind: 'refused',
			code: 'message-unknown-version',
			problem: 'glasshouse is not 1, the only version there is',
			id: 'a'
		});
	});

	it('of an unknown type are refused, and so is the type that is missing', () => {
		const refused = { kind: 'refused', code: 'message-invalid', problem: 'type: unknown' };
		expect(readMessage({ glasshouse: 1, type: 'dance', id: 'a' })).toEqual({ ...refused, id: 'a' });
		expect(readMessage({ glasshouse: 1 })).toEqual(refused);
	});

	it('give back only an id that is a text of at most 100 characters', () => {
		const idOf = (id: unknown) => readMessage({ glasshouse: 1, type: 'dance', id });
		expect(idOf('x'.repeat(100))).toHaveProperty('id', 'x'.repeat(100));
		expect(idOf('x'.repeat(101))).not.toHaveProperty('id');
		expect(idOf(5)).not.toHaveProperty('id');
		expect(idOf(['a'])).not.toHaveProperty('id');
	});

	it('say what is wrong, and where', () => {
		const problemOf = (said: object) => readMessage({ glasshouse: 1, ...said });
		const refused = { kind: 'refused', code: 'message-invalid' };
		expect(problemOf({ type: 'theme', theme: 'pink', id: 'a' })).toMatchObject({
			...refused,
			problem: expect.stringMatching(/^theme: Invalid type/) as unknown,
			id: 'a'
		});
		expect(problemOf({ type: 'load', recipe: { source: 1 } })).toMatchObject({
			...refused,
			problem: expect.stringMatching(/^recipe\.source: /) as unknown
		});
		expect(problemOf({ type: 'load', recipe: null })).toMatchObject({
			...refused,
			problem: expect.stringMatching(/^recipe: /) as unknown
		});
	});
});

describe('a recipe as a page writes it', () => {
	it('becomes a whole one, with the defaults of version 1', () => {
		const { request, model } = recipeLinkOfEmbed(recipeOf({ prompt: 'Mia', seed: 7 }), SPROUT);
		expect(model).toEqual(SPROUT);
		expect(request).toMatchObject({
			mode: 'completion',
			prompt: 'Mia',
			seed: '7',
			temperature: 0.8,
			top_k: 40,
			top_p: 0.95,
			max_tokens: 120
		});
	});

	it('has the title, the seed 0 and the lists of version 1 where the page names none', () => {
		const { title, request } = recipeLinkOfEmbed(recipeOf({ prompt: '' }), SPROUT);
		expect(title).toBe('');
		expect(request).toMatchObject({
			messages: [],
			prompt: '',
			forced_token_ids: [],
			sampler: 'gumbel-philox/1',
			seed: '0',
			min_p: 0,
			repetition_penalty: 1,
			presence_penalty: 0,
			frequency_penalty: 0,
			logit_bias: {},
			stop_sequences: []
		});
	});

	it('keeps everything that the page names', () => {
		const named = {
			title: 'A title',
			prompt: 'Mia',
			seed: '18446744073709551615',
			temperature: 0,
			top_k: 1,
			top_p: 0.5,
			min_p: 0.1,
			repetition_penalty: 1.2,
			presence_penalty: 0.3,
			frequency_penalty: 0.4,
			logit_bias: { '7': 1.5 },
			max_tokens: 3,
			stop_sequences: ['END'],
			forced_token_ids: [4, 5]
		};
		const { title, request } = recipeLinkOfEmbed(recipeOf(named), SPROUT);
		expect({ title, ...request }).toEqual({
			...named,
			mode: 'completion',
			messages: [],
			sampler: 'gumbel-philox/1'
		});
	});

	it('may name a model, by its name or by its files as well', () => {
		const modelOf = (model: object) =>
			recipeLinkOfEmbed(recipeOf({ prompt: 'a', model }), SPROUT).model;
		const named = { name: 'Other', quantization: 'q4' };
		expect(modelOf(named)).toEqual({
			...named,
			format: 'onnx',
			digest: null,
			source: null,
			size_bytes: null
		});
		const whole = {
			...named,
			format: 'mlc',
			digest: `sha256:${'0'.repeat(64)}`,
			source: { url: 'https://hub.example/other', revision: null },
			size_bytes: 7
		};
		expect(modelOf(whole)).toEqual(whole);
	});

	it.each(['system', 'user', 'assistant'])('takes messages of the role %s', (role) => {
		const messages = [{ role, content: 'Hello' }];
		expect(recipeLinkOfEmbed(recipeOf({ messages }), SPROUT).request.messages).toEqual(messages);
	});

	it('is a chat when it has messages', () => {
		const messages = [{ role: 'user', content: 'Hello' }];
		const { request } = recipeLinkOfEmbed(recipeOf({ messages }), SPROUT);
		expect(request).toMatchObject({ mode: 'chat', prompt: null, messages });
	});

	it.each([
		[{}, 'request.messages'],
		[{ prompt: 'a', messages: [{ role: 'user', content: 'b' }] }, 'request.messages'],
		[{ prompt: 'a', seed: '-1' }, 'request.seed'],
		[{ prompt: 'a', max_tokens: 0 }, 'request.max_tokens'],
		[{ prompt: 'a', logit_bias: { x: 1 } }, 'request.logit_bias.x']
	])('%j is refused, and %s named', (recipe, path) => {
		let error: unknown;
		try {
			recipeLinkOfEmbed(recipeOf(recipe), SPROUT);
		} catch (thrown) {
			error = thrown;
		}
		expect(error).toMatchObject({ code: 'link-malformed', details: { path } });
	});
});

describe('the list of origins', () => {
	it('takes whole origins', () => {
		const origins = ['https://school.example', 'http://10.0.0.5:8080'];
		expect(readAllowedOrigins({ origins })).toEqual(origins);
	});

	it.each([
		['https://school.example/'],
		['https://*.school.example'],
		['school.example'],
		['*'],
		['null'],
		['javascript:alert(1)'],
		['file://'],
		['https://SCHOOL.example']
	])('with %s in it allows nobody', (origin) => {
		expect(readAllowedOrigins({ origins: ['https://fine.example', origin] })).toBeNull();
	});

	it('is nothing else than a list', () => {
		for (const data of [null, [], {}, { origins: 'https://a.example' }, '<!doctype html>']) {
			expect(readAllowedOrigins(data)).toBeNull();
		}
	});

	it('names an origin that is not one in 300 characters at most, and at most 200 of them', () => {
		const origin = (n: number) => `https://a${n}.example`;
		const origins = Array.from({ length: 200 }, (_, n) => origin(n));
		expect(readAllowedOrigins({ origins })).toEqual(origins);
		expect(readAllowedOrigins({ origins: [...origins, origin(200)] })).toBeNull();
		const long = `https://${'a.'.repeat(145)}a`;
		expect(readAllowedOrigins({ origins: [long] })).not.toBeNull();
		expect(readAllowedOrigins({ origins: [`${long}.aaaaa`] })).toBeNull();
		expect(readAllowedOrigins({ origins: [5] })).toBeNull();
		expect(readAllowedOrigins({ origins: ['ftp://school.example'] })).toBeNull();
	});

	it('knows whom a browser can address', () => {
		expect(isAddressable('https://school.example')).toBe(true);
		expect(isAddressable('null')).toBe(false);
	});
});
