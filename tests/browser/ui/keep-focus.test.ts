/** The focus never falls to the page, whatever goes away under it. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepFocus } from '#ui/frame/keep-focus.ts';
import FocusHost from './FocusHost.svelte';

let main: HTMLElement;
let end: () => void;

beforeEach(() => {
	document.body.insertAdjacentHTML(
		'beforeend',
		`<main tabindex="-1">
			<section id="first"><h2>First</h2>
				<div><button>Verify</button></div>
				<button>Later</button>
			</section>
			<section id="second"><h2>Second</h2><p>Why</p><button>Compare</button></section>
			<ul>
				<li><button>Open a</button><button>Delete</button></li>
				<li><button>Open b</button><button>Delete</button></li>
			</ul>
			<form><textarea></textarea><fieldset><input type="radio"></fieldset><a href="#x">On</a></form>
		</main>`
	);
	main = document.querySelector('main') as HTMLElement;
	end = keepFocus(main, false);
});

afterEach(() => {
	end();
	main.remove();
});

const named = (words: string): HTMLElement => {
	const found = [...main.querySelectorAll<HTMLElement>('button, a')].find(
		({ textContent }) => textContent.trim() === words
	);
	if (found === undefined) throw new Error(words);
	return found;
};

const focused = (): string => document.activeElement?.textContent.trim() ?? '';

/** Two frames: in the first one it is seen that the focus is lost. */
async function settled(): Promise<void> {
	for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

describe('when the focused control goes away', () => {
	test('what takes its place gets the focus, and the other way round', async () => {
		named('Verify').focus();
		named('Verify').outerHTML = '<button>Stop</button>';
		await settled();
		expect(focused()).toBe('Stop');
		named('Stop').outerHTML = '<button>Verify</button>';
		await settled();
		expect(focused()).toBe('Verify');
	});

	test('the same control gets it, when all around it is made anew', async () => {
		named('Later').focus();
		const section = main.querySelector('#first') as HTMLElement;
		section.innerHTML = section.innerHTML.slice();
		await settled();
		expect(focused()).toBe('Later');
	});

	test('the next entry of a list gets it, and after the last one the one before', async () => {
		const [first, second] = main.querySelectorAll<HTMLElement>('li');
		second?.querySelectorAll('button')[1]?.focus();
		second?.remove();
		await settled();
		expect(focused()).toBe('Delete');
		named('Open a').focus();
		first?.insertAdjacentHTML('afterend', '<li><button>Open c</button></li>');
		first?.remove();
		await settled();
		expect(focused()).toBe('Open c');
	});

	test('its part’s heading gets it, when nothing is left there to press', async () => {
		named('Compare').focus();
		named('Compare').remove();
		await settled();
		expect(focused()).toBe('Second');
	});

	test('the view gets it, when all of it is gone', async () => {
		named('Compare').focus();
		main.replaceChildren();
		await settled();
		expect(document.activeElement).toBe(main);
	});

	test('a view that chooses for itself is left alone', async () => {
		named('Verify').focus();
		named('Verify').remove();
		named('On').focus();
		await settled();
		expect(focused()).toBe('On');
	});

	test('no keyboard opens over the page on a touch screen', async () => {
		end();
		end = keepFocus(main, true);
		const form = main.querySelector('form') as HTMLElement;
		form.insertAdjacentHTML('afterbegin', '<button>Regenerate</button>');
		named('Regenerate').focus();
		named('Regenerate').remove();
		await settled();
		expect(document.activeElement).toBe(main.querySelector('input'));
	});
});

test('a control that is switched off with all around it gives the focus on', async () => {
	const radio = main.querySelector('input') as HTMLElement;
	radio.focus();
	(main.querySelector('fieldset') as HTMLFieldSetElement).disabled = true;
	await settled();
	expect(focused()).toBe('On');
});

test('a click on nothing leaves the focus nowhere', async () => {
	named('Verify').focus();
	named('Verify').blur();
	await settled();
	named('Verify').remove();
	await settled();
	expect(document.activeElement).toBe(document.body);
});

test('a button that is switched off keeps the focus, does nothing, and lets it go', async () => {
	const host = mount(FocusHost, { target: main });
	flushSync();
	const button = named('Press');
	button.focus();
	button.click();
	flushSync();
	await settled();
	// It switches itself off.
	expect(document.activeElement).toBe(button);
	expect(button.getAttribute('aria-disabled')).toBe('true');
	button.click();
	flushSync();
	expect(main.querySelector('output')?.textContent).toBe('1');
	named('On').focus();
	flushSync();
	expect(button.matches(':disabled')).toBe(true);
	expect(button.hasAttribute('aria-disabled')).toBe(false);
	await unmount(host);
});
