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

	it('knows whom a browser can address', () => {
		expect(isAddressable('https://school.example')).toBe(true);
		expect(isAddressable('null')).toBe(false);
	});
});
