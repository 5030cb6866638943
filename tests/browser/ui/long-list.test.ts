import { flushSync, mount, tick, unmount } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../src/app.css';
import LongListHost from './LongListHost.svelte';

interface Row {
	readonly id: string;
	readonly height: number;
}

const COUNT = 10_000;
const HEIGHTS = [40, 90, 160, 65];

const rowsFrom = (from: number, to: number): Row[] =>
	Array.from({ length: to - from }, (_, i) => ({
		id: `row ${from + i}`,
		height: HEIGHTS[(from + i) % HEIGHTS.length] ?? 0
	}));

let target: HTMLElement;
let component: Record<string, unknown>;
/** Props of the host that can be changed. */
let given: SvelteMap<'rows', readonly Row[]>;

const items = (): HTMLElement[] => [...target.querySelectorAll<HTMLElement>('li')];
const nameOf = (item: Element | null | undefined): string =>
	item?.querySelector('a')?.textContent ?? '';

const drawn = async (): Promise<void> => {
	await tick();
	await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
};

/** Rows that the window shows a part of, with where their upper edges are. */
function seen(): Map<string, number> {
	return new Map(
		items().flatMap((item) => {
			const { top, bottom } = item.getBoundingClientRect();
			return bottom > 0 && top < innerHeight ? [[nameOf(item), top] as const] : [];
		})
	);
}

async function setRows(rows: readonly Row[]): Promise<void> {
	given.set('rows', rows);
	flushSync();
	await drawn();
}

function link(name: string): HTMLElement {
	const found = [...target.querySelectorAll('a')].find(({ textContent }) => textContent === name);
	if (found === undefined) throw new Error(`${name} is not drawn`);
	return found;
}

const focusedRow = (): string => nameOf(document.activeElement?.closest('li'));

beforeEach(async () => {
	await page.viewport(800, 600);
	target = document.createElement('div');
	document.body.append(target);
	given = new SvelteMap([['rows', rowsFrom(0, COUNT)]]);
	component = mount(LongListHost, {
		target,
		props: {
			get rows() {
				return given.get('rows') ?? [];
			}
		}
	});
	await drawn();
});

afterEach(async () => {
	await unmount(component);
	target.remove();
	scrollTo(0, 0);
});

describe('a list of 10,000 rows', () => {
	test('draws those that are seen, says which of how many they are, and is as high as all', async () => {
		expect(items().length).toBeLessThan(40);
		expect(target.querySelectorAll('*').length).toBeLessThan(300);
		expect(items()[3]?.getAttribute('aria-posinset')).toBe('4');
		expect(items()[3]?.getAttribute('aria-setsize')).toBe(String(COUNT));
		expect(target.querySelector('ul')?.getAttribute('aria-label')).toBe('Rows');
		const { height } = target.querySelector('ul')?.getBoundingClientRect() ?? { height: 0 };
		expect(height).toBeGreaterThan(COUNT * 40);
		scrollTo(0, 400_000);
		await drawn();
		expect(items().length).toBeLessThan(40);
		expect(seen().size).toBeGreaterThan(5);
	});

	test('leaves no gap and lets no rows overlap, wherever one scrolls to', async () => {
		for (const top of [0, 350, 90_000, 89_500, 700_000, 5_000_000]) {
			scrollTo(0, top);
			await drawn();
			const edges = items()
				.map((item) => item.getBoundingClientRect())
				.filter(({ bottom, top: upper }) => bottom > 0 && upper < innerHeight);
			for (const [i, { top: upper }] of edges.slice(1).entries())
				expect(upper).toBeCloseTo(edges[i]?.bottom ?? NaN, 0);
			if (top > 1000 && top < 900_000) {
				expect(edges[0]?.top).toBeLessThanOrEqual(0);
				expect(edges.at(-1)?.bottom).toBeGreaterThanOrEqual(innerHeight);
			}
		}
		expect([...seen().keys()].at(-1)).toBe(`row ${COUNT - 1}`);
	});

	test('keeps what is read in its place when rows above it come, go, or turn out higher', async () => {
		scrollTo(0, 400_000);
		await drawn();
		const [[name, before] = ['', NaN]] = [...seen()].slice(2);
		await setRows([{ id: 'new', height: 200 }, ...rowsFrom(0, COUNT)]);
		expect(seen().get(name)).toBeCloseTo(before, 0);
		await setRows(rowsFrom(100, COUNT));
		expect(seen().get(name)).toBeCloseTo(before, 0);
		// Rows that nobody has measured yet come into sight from below the upper edge.
		const [[later, place] = ['', NaN]] = [...seen()].slice(2);
		scrollBy(0, -150);
		await drawn();
		expect(seen().get(later)).toBeCloseTo(place + 150, 0);
	});

	test('measures anew when the window is narrower', async () => {
		await page.viewport(375, 600);
		await drawn();
		await drawn();
		expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(375);
		const edges = items().map((item) => item.getBoundingClientRect());
		for (const [i, { top }] of edges.slice(1).entries())
			expect(top).toBeCloseTo(edges[i]?.bottom ?? NaN, 0);
	});

	test('lets arrows, Home and End go from row to row, to the same control', async () => {
		target.querySelector<HTMLElement>('[aria-label="Delete row 0"]')?.focus();
		await userEvent.keyboard('{ArrowDown}{ArrowDown}');
		await drawn();
		expect(document.activeElement?.getAttribute('aria-label')).toBe('Delete row 2');
		await userEvent.keyboard('{ArrowUp}');
		await drawn();
		expect(document.activeElement?.getAttribute('aria-label')).toBe('Delete row 1');
		await userEvent.keyboard('{End}');
		await drawn();
		expect(document.activeElement?.getAttribute('aria-label')).toBe(`Delete row ${COUNT - 1}`);
		expect(seen().has(`row ${COUNT - 1}`)).toBe(true);
		await userEvent.keyboard('{ArrowDown}');
		expect(focusedRow()).toBe(`row ${COUNT - 1}`);
		await userEvent.keyboard('{Home}');
		await drawn();
		expect(document.activeElement?.getAttribute('aria-label')).toBe('Delete row 0');
		expect(seen().has('row 0')).toBe(true);
	});

	test('leaves the keys to a field in a row', async () => {
		target.querySelector<HTMLElement>('[aria-label="Name of row 1"]')?.focus();
		await userEvent.keyboard('ab{Home}c{ArrowDown}');
		expect(focusedRow()).toBe('row 1');
		expect((document.activeElement as HTMLInputElement).value).toBe('cab');
	});

	test('keeps the row that has the focus, wherever one scrolls, and Tab goes on from it', async () => {
		target.querySelector<HTMLElement>('[aria-label="Name of row 3"]')?.focus();
		scrollTo(0, 300_000);
		await drawn();
		expect(focusedRow()).toBe('row 3');
		expect(seen().has('row 3')).toBe(false);
		await userEvent.tab();
		await drawn();
		expect(document.activeElement).toBe(link('row 4'));
		expect(seen().has('row 4')).toBe(true);
		await userEvent.tab({ shift: true });
		expect(document.activeElement?.getAttribute('aria-label')).toBe('Name of row 3');
	});

	test('lets Tab go through more rows than are drawn', async () => {
		link('row 0').focus();
		for (let i = 0; i < 75; i++) await userEvent.tab();
		await drawn();
		expect(document.activeElement).toBe(link('row 25'));
		expect(seen().has('row 25')).toBe(true);
	});

	test('gives the focus of a row that goes to the one in its place, on the same control', async () => {
		target.querySelector<HTMLElement>('[aria-label="Delete row 2"]')?.focus();
		await setRows(rowsFrom(0, COUNT).filter(({ id }) => id !== 'row 2'));
		expect(document.activeElement?.getAttribute('aria-label')).toBe('Delete row 3');
		await setRows(rowsFrom(0, 3));
		expect(document.activeElement?.getAttribute('aria-label')).toBe('Delete row 2');
		await setRows([]);
		expect(items()).toEqual([]);
	});

	test('leaves the focus where it is when the rows of a search change', async () => {
		const field = document.createElement('input');
		target.prepend(field);
		field.focus();
		await setRows(rowsFrom(50, 60));
		expect(document.activeElement).toBe(field);
		expect([...seen().keys()]).toEqual(
			rowsFrom(50, 60)
				.map(({ id }) => id)
				.slice(0, seen().size)
		);
	});
});
