import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { RAMP_SIZE, rampPixels } from '#ui/kit/pictures/colours.ts';
import { drawingToPng, drawingToSvg } from '#ui/kit/pictures/export-picture.ts';
import DotPicture from './DotPicture.svelte';
import { catchSavedFiles, type SavedFile } from './saved-files.ts';
import '../../../../src/app.css';

let target: HTMLElement;
let component: Record<string, unknown>;
let saved: readonly SavedFile[] = [];

beforeEach(async () => {
	document.documentElement.dataset['theme'] = 'light';
	target = document.createElement('div');
	target.style.width = '320px';
	document.body.append(target);
	saved = catchSavedFiles();
	component = mount(DotPicture, { target });
	flushSync();
	await expect.poll(() => target.querySelector('svg')).not.toBeNull();
});

afterEach(async () => {
	await unmount(component);
	target.remove();
	vi.restoreAllMocks();
});

function drawing(): SVGSVGElement {
	const svg = target.querySelector('svg');
	if (svg === null) throw new Error('no drawing');
	return svg;
}

async function pixelsOf(blob: Blob): Promise<ImageData> {
	const bitmap = await createImageBitmap(blob);
	const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
	const context = canvas.getContext('2d');
	context?.drawImage(bitmap, 0, 0);
	return context?.getImageData(0, 0, bitmap.width, bitmap.height) as ImageData;
}

const WORDS = { title: 'Dots', description: 'Three dots.' };

test('the drawing is one image with a name and a text alternative', async () => {
	await expect.element(page.getByRole('img', { name: 'Dots' })).toBeInTheDocument();
	expect(target.querySelector('[role=img]')?.getAttribute('aria-describedby')).toBe(
		target.querySelector('.description')?.id
	);
});

test('the table takes the picture’s place and holds the same numbers', async () => {
	await userEvent.click(page.getByRole('button', { name: 'Table' }));
	const cells = [...target.querySelectorAll('tbody td')].map(({ textContent }) => textContent);
	expect(cells).toEqual(['a', '0.25', 'b', '0.333']);
	await expect.element(page.getByRole('img', { name: 'Dots' })).not.toBeInTheDocument();
});

test.each(['picture', 'table'])(
	'SVG, PNG and CSV are saved while the %s is shown',
	async (shown) => {
		if (shown === 'table') await userEvent.click(page.getByRole('button', { name: 'Table' }));
		for (const name of ['SVG', 'PNG', 'CSV']) {
			await userEvent.click(page.getByRole('button', { name }));
			await expect.poll(() => saved.at(-1)?.name).toBe(`dots.${name.toLowerCase()}`);
		}
		const [svg, png, csv] = saved;
		expect(await svg?.blob.text()).toContain('Three dots; the last is the largest.');
		expect(await csv?.blob.text()).toContain('"b",0.3333333333333333');
		const { width, data } = await pixelsOf(png?.blob ?? new Blob());
		expect(width).toBe(640);
		// The middle of the third dot, in the colour of the second category.
		expect([...data.slice(4 * (width * 60 + 200), 4 * (width * 60 + 200) + 3)]).toEqual([
			0xdd, 0x6a, 0x12
		]);
	}
);

test('an SVG file needs no style sheet and only plain colours', () => {
	const text = drawingToSvg(drawing(), WORDS);
	const file = new DOMParser().parseFromString(text, 'image/svg+xml');
	expect(file.querySelector('title')?.textContent).toBe('Dots');
	const dot = file.querySelector('circle');
	expect(dot?.getAttribute('style')).toMatch(/fill:#[0-9a-f]{6}.*stroke-width:3px/);
	expect(text).not.toMatch(/var\(|oklab|class=|light-dark/);
	expect(file.querySelector('rect')?.getAttribute('fill')).toBe('#fffdf9');
});

test('a file has the colours of the theme that is shown', async () => {
	document.documentElement.dataset['theme'] = 'dark';
	const { data } = await pixelsOf(await drawingToPng(drawing(), WORDS, 1));
	expect([...data.slice(0, 3)]).toEqual([0x1d, 0x22, 0x1c]);
});

test('a canvas is saved as well', async () => {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = 8;
	const context = canvas.getContext('2d');
	if (context === null) throw new Error('no canvas');
	context.fillStyle = '#123456';
	context.fillRect(0, 0, 8, 8);
	target.append(canvas);
	const { data } = await pixelsOf(await drawingToPng(canvas, WORDS, 1));
	expect([...data.slice(0, 3)]).toEqual([0x12, 0x34, 0x56]);
	expect(drawingToSvg(canvas, WORDS)).toContain('data:image/png');
});

test('a ramp for canvases runs from the low to the high colour', () => {
	const bytes = rampPixels(drawing(), 'sequential');
	expect(bytes).toHaveLength(4 * RAMP_SIZE);
	expect([...bytes.slice(0, 3)]).toEqual([0xe9, 0xef, 0xe2]);
	expect([...bytes.slice(-4, -1)]).toEqual([0x0f, 0x4a, 0x26]);
});
