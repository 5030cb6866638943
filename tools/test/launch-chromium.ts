import { chromium, type Browser } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './browsers.mjs';

/** The browser that the tests use, for scripts that drive one themselves; the caller closes it. */
export function launchChromium(): Promise<Browser> {
	const executablePath = findChromium();
	return chromium.launch({
		args: [...CHROMIUM_FLAGS],
		...(executablePath === null ? {} : { executablePath })
	});
}
