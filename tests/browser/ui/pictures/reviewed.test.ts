/**
 * Pictures as a reviewer last saw them: open the files in reviewed/, and read what changed in their diff.
 * `UPDATE_PICTURES=1 npx vitest run --project browser tests/browser/ui/pictures/reviewed.test.ts` writes
 * them anew.
 */
import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { FIXED_PICTURES } from './fixed-pictures.ts';
import { readableSvg } from './readable-svg.ts';
import { catchSavedFiles } from './saved-files.ts';
import '../../../../src/app.css';

/** Letters of one width, so that the picture is the same whatever fonts a machine has. */
const LETTER = 7.8;

let target: HTMLElement;

beforeEach(() => {
	document.documentElement.dataset['theme'] = 'light';
	target = document.createElement('div');
	target.style.width = '480px';
	document.body.append(target);
	vi.spyOn(CanvasRenderingContext2D.prototype, 'measureText').mockImplementation(
		(text) => ({ width: text.length * LETTER }) as TextMetrics
	);
});

afterEach(() => {
	target.remove();
	vi.restoreAllMocks();
});

test.each(FIXED_PICTURES)(
	'$name is saved as it was reviewed',
	async ({ name, component, props }) => {
		const saved = catchSavedFiles();
		const mounted = mount(component, { target, props });
		await expect.poll(() => target.querySelector('.drawing svg')).not.toBeNull();
		await userEvent.click(page.getByRole('button', { name: 'SVG' }));
		await expect.poll(() => saved.length).toBe(1);
		await unmount(mounted);
		const text = (await saved[0]?.blob.text()) ?? '';
		await expect(readableSvg(text)).toMatchFileSnapshot(`./reviewed/${name}.svg`);
	}
);

test('every reviewed file is still drawn', () => {
	const files = Object.keys(import.meta.glob('./reviewed/*.svg', { query: '?url' }));
	const names = files.map((file) => file.replace(/^.*\/|\.svg$/g, ''));
	expect(names.toSorted()).toEqual(FIXED_PICTURES.map(({ name }) => name).toSorted());
});
