import { chromium, type Browser, type BrowserContext, type LaunchOptions } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './browsers.mjs';

function launchOptions(): LaunchOptions {
	const executablePath = findChromium();
	return { args: [...CHROMIUM_FLAGS], ...(executablePath === null ? {} : { executablePath }) };
}

/** The browser that the tests use, for scripts that drive one themselves; the caller closes it. */
export function launchChromium(): Promise<Browser> {
	return chromium.launch(launchOptions());
}

/** The same, with its data on disk in the folder `profile`, as people's browsers have it. */
export function launchChromiumOnDisk(profile: string): Promise<BrowserContext> {
	return chromium.launchPersistentContext(profile, launchOptions());
}
