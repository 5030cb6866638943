import { expect, test } from 'vitest';
import { RouteState } from './route-state.svelte.ts';
import { linkFragment, parseRoute, routeAddress } from './routes.ts';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

test('links and pairs of runs have addresses that lead back to them', () => {
	for (const route of [
		{ view: 'link', fragment: 'recipe=1.abc' },
		{ view: 'link', fragment: 'run=1.abc' },
		{ view: 'link', fragment: 'comparison=1.abc' },
		{ view: 'link', fragment: 'fill=1.abc' },
		{ view: 'diff', ids: [A, B] },
		{ view: 'diff', ids: [A, B, A, B] },
		{ view: 'compare' },
		{ view: 'comparison' },
		{ view: 'file' },
		{ view: 'sweep' },
		{ view: 'tally' },
		{ view: 'link', fragment: 'lesson=1.abc' },
		{ view: 'lessons', lesson: 'first-look.en', page: '' },
		{ view: 'lessons', lesson: A, page: 'worksheet' },
		{ view: 'data', tab: 'browse', about: '' },
		{ view: 'data', tab: 'search', about: 'red kite' },
		{ view: 'data', tab: 'sentences', about: "Is 7 / 8 = 100 %?\nMia's #1 kite." }
	] as const) {
		expect(parseRoute(routeAddress(route))).toEqual(route);
	}
	expect(parseRoute(`#/diff/${A}/nothing`)).toEqual({ view: 'play' });
	expect(parseRoute(`#/diff/${A}`)).toEqual({ view: 'play' });
	expect(parseRoute('#/data/unheard-of/%E0%A4%A')).toEqual({
		view: 'data',
		tab: 'browse',
		about: '%E0%A4%A'
	});
	expect(parseRoute('#/database')).toEqual({ view: 'play' });
});

test.each([
	['run=1.abc', 'run=1.abc'],
	['#recipe=1.abc', 'recipe=1.abc'],
	['See https://example.org/app/#run=1.a-b_c and verify it', 'run=1.a-b_c'],
	['{ "type": "glasshouse.run" }', null],
	['a dry run=1', 'run=1'],
	['Look: #comparison=1.abc', 'comparison=1.abc'],
	['Look: https://example.org/#fill=1.abc', 'fill=1.abc'],
	['prerun=1.abc', null],
	['refill=1.abc', null]
])('in %j the link is %j', (text, fragment) => {
	expect(linkFragment(text)).toBe(fragment);
});

test('says once that something different from a link is shown', async () => {
	const location = { hash: '#run=1.abc' };
	const route = new RouteState(location);
	let isPast = false;
	void route.pastLink.then(() => (isPast = true));
	await Promise.resolve();
	expect(isPast).toBe(false);
	route.go({ view: 'play' });
	await route.pastLink;
	expect(location.hash).toBe('#/play');
});
