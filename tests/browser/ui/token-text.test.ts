import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { TokenTrace } from '#core/run-file/schema.ts';
import { TokenLog } from '#state/runs/token-log.svelte.ts';
import { TokenSelection } from '#state/runs/token-selection.svelte.ts';
import TokenText from '#ui/parts/tokens/TokenText.svelte';
import '../../../src/app.css';

function trace(text: string, id: number, probability = 0.9): TokenTrace {
	return {
		id,
		text,
		logprob: Math.log(probability),
		rank: 1,
		entropy: 0.1,
		margin: 2,
		logits_digest: '0'.repeat(16),
		alternatives: [{ id, text: text === '' ? '<|end|>' : text, logprob: Math.log(probability) }]
	};
}

const WORDS = ['One', ' day', ' Mia', '\n', 'found', ' a', ' key'];

let target: HTMLElement;
let log: TokenLog;
let selection: TokenSelection;
let component: Record<string, unknown>;
const onopen = vi.fn();

function show(
	more: { showSpecial?: boolean; recordedIds?: number[]; isStill?: boolean } = {}
): void {
	component = mount(TokenText, {
		target,
		props: {
			label: 'Output',
			log,
			selection,
			colouring: 'probability',
			showSpecial: false,
			onopen,
			...more
		}
	});
	flushSync();
}

const options = (): HTMLElement[] => [...target.querySelectorAll<HTMLElement>('[role=option]')];
const focused = (): string | null => document.activeElement?.textContent ?? null;

function begin(): void {
	target = document.createElement('div');
	document.body.append(target);
	log = new TokenLog([
		...WORDS.map((word, id) => trace(word, id, id === 2 ? 0.03 : 0.9)),
		trace('', 99)
	]);
	selection = new TokenSelection();
	onopen.mockClear();
}

async function end(): Promise<void> {
	await unmount(component);
	target.remove();
}

/** @returns how long each batch took, in ms */
async function drawThousand(): Promise<number[]> {
	show();
	const old = options()[0];
	const batchesMs: number[] = [];
	for (let next = log.length; next < 1000; next += 10) {
		const batch = Array.from({ length: 10 }, (_, i) => trace(' word', next + i));
		const startedMs = performance.now();
		log.append(next, batch);
		flushSync();
		target.getBoundingClientRect();
		batchesMs.push(performance.now() - startedMs);
		if (next % 100 === 8) await new Promise((resolve) => setTimeout(resolve));
	}
	expect(options()).toHaveLength(1008);
	expect(options()[0]).toBe(old);
	return batchesMs;
}

beforeEach(begin);
afterEach(end);

describe('the output as tokens', () => {
	test('reads as the text it is, in order', () => {
		show();
		expect(target.querySelector('[role=listbox]')?.getAttribute('aria-label')).toBe('Output');
		expect(
			options()
				.slice(0, WORDS.length)
				.map((token) => token.textContent)
		).toEqual(WORDS);
	});

	test('is one stop for the Tab key', async () => {
		show();
		expect(options().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
		await userEvent.tab();
		expect(focused()).toBe('One');
	});

	test('can be still: text that reads the same and that no press, point or key does anything to', async () => {
		show({ isStill: true });
		const still = target.querySelector<HTMLElement>('[role=group]');
		expect(still?.getAttribute('aria-label')).toBe('Output');
		expect(still?.textContent.startsWith(WORDS.join(''))).toBe(true);
		expect(options()).toEqual([]);
		const word = target.querySelector<HTMLElement>('[data-index="2"]');
		if (word === null) throw new Error('the word is missing');
		await userEvent.hover(word);
		await userEvent.click(word);
		expect([selection.hovered, selection.chosen]).toEqual([null, null]);
		expect(getComputedStyle(word).cursor).not.toBe('pointer');
		await userEvent.tab();
		expect(target.contains(document.activeElement)).toBe(false);
	});

	test('lets arrows, Home and End move between tokens, past hidden special ones', async () => {
		show();
		options()[0]?.focus();
		await userEvent.keyboard('{ArrowRight}{ArrowRight}');
		expect(focused()).toBe(' Mia');
		await userEvent.keyboard('{End}');
		expect(focused()).toBe(' key');
		await userEvent.keyboard('{ArrowRight}');
		expect(focused()).toBe(' key');
		await userEvent.keyboard('{Home}');
		expect(focused()).toBe('One');
		await userEvent.keyboard('{ArrowDown}');
		expect(focused()).toBe('found');
		expect(selection.chosen).toBe(4);
	});

	test('opens with Enter and lets go with Escape', async () => {
		show();
		options()[2]?.focus();
		await userEvent.keyboard('{Enter}');
		expect(onopen).toHaveBeenCalledWith(2);
		await userEvent.keyboard('{Escape}');
		expect(selection.chosen).toBeNull();
	});

	test('shows special tokens as chips when asked', () => {
		show({ showSpecial: true });
		const chip = options().at(-1);
		expect(chip?.textContent).toBe('<|end|>');
		expect(chip?.getBoundingClientRect().width).toBeGreaterThan(0);
	});

	test('tells an unlikely token by underline as well as by colour', () => {
		show();
		const [sure, , unlikely] = options().map((token) => token.querySelector('.ink'));
		if (sure == null || unlikely == null) throw new Error('no tokens');
		expect(getComputedStyle(unlikely).boxShadow).not.toBe(getComputedStyle(sure).boxShadow);
		expect(getComputedStyle(unlikely).boxShadow).toContain('-4px');
	});

	test('leaves the space before a word unpainted, and inside its token', () => {
		show();
		const token = options()[2];
		expect(token?.textContent).toBe(' Mia');
		expect(token?.querySelector('.ink')?.textContent).toBe('Mia');
		expect(getComputedStyle(token ?? target).backgroundColor).toBe('rgba(0, 0, 0, 0)');
		const ink = token?.querySelector('.ink') ?? target;
		expect(getComputedStyle(ink).backgroundColor).not.toBe('rgba(0, 0, 0, 0)');
	});

	test('says in words which token differs from the record', () => {
		show({ recordedIds: [0, 1, 42, 3, 4, 5, 6, 99] });
		expect(options()[2]?.getAttribute('aria-label')).toBe('Mia, different');
		expect(options()[1]?.dataset['mark']).toBe('same');
	});

	test('draws 1,000 tokens in batches without a task of 50 ms, and leaves old ones alone', async () => {
		const rounds: number[][] = [];
		for (let round = 0; round < 4; round++) {
			rounds.push(await drawThousand());
			await end();
			begin();
		}
		// What other programs do to a batch, they do not do to the same one in every round.
		const fastestMs = rounds[0]?.map((_, at) => Math.min(...rounds.map((ms) => ms[at] ?? NaN)));
		expect(fastestMs).toHaveLength(100);
		expect(Math.max(...(fastestMs ?? []))).toBeLessThan(50);
		show();
	});
});
