/** Finds the browsers that the tests drive; plain JavaScript, because it also runs before anything is installed. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A quiet Chromium with a software WebGPU adapter (no `shader-f16`), on machines without a GPU too. */
export const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--enable-unsafe-webgpu',
	'--use-webgpu-adapter=swiftshader',
	'--enable-features=Vulkan',
	// The address bar of every window loads two pages of its own, which cost as much as ours.
	`--disable-features=${[
		'WebUIOmniboxPopup',
		'WebUIOmniboxAimPopup',
		'WebUIOmniboxFullPopup',
		// Playwright's own list, which this one replaces.
		'AimEnabled',
		'AvoidCorsURLLoaderRestartOnRedirect',
		'AvoidUnnecessaryBeforeUnloadCheckSync',
		'DestroyProfileOnBrowserClose',
		'HttpsFirstBalancedModeAutoEnable',
		'HttpsUpgrades',
		'LensOverlay',
		'MediaRouter',
		'NetworkTimeServiceQuerying',
		'OptimizationHints',
		'PaintHolding',
		'PreconnectToSearch',
		'ThirdPartyStoragePartitioning'
	].join(',')}`
];

/**
 * WebAssembly is compiled once, quickly, and a function is validated when it is first called: a test that writes a few
 * tokens would spend most of its processor time on code that it hardly runs, or never. The results are the same bits, as WebAssembly's rules say; tests about bits
 * do not take this flag, so that they see what people's browsers run.
 */
export const COMPILE_ONCE = '--js-flags=--liftoff-only --wasm-lazy-validation';

/** @returns {string | null} */
function playwrightsOwn() {
	try {
		const { chromium } = createRequire(import.meta.url)('playwright-core');
		const path = chromium.executablePath();
		return existsSync(path) ? path : null;
	} catch {
		return null;
	}
}

/** @param {string} name @param {readonly string[]} paths @returns {string | null} */
function firstExisting(name, paths) {
	const named = process.env[name];
	if (named !== undefined && named !== '') {
		if (existsSync(named)) return named;
		throw new Error(`${name} names ${named}, which does not exist.`);
	}
	return paths.find((path) => existsSync(path)) ?? null;
}

/**
 * The one without windows of its own comes first: a test in it takes a sixth less time.
 *
 * @returns {string | null} the first of `CHROMIUM_PATH`, Playwright's own, Debian's
 */
export function findChromium() {
	const own = process.env.CHROMIUM_PATH ? null : playwrightsOwn();
	const debians = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
	return firstExisting('CHROMIUM_PATH', own === null ? debians : [own]);
}

/** @returns {string | null} the first of `FIREFOX_PATH`, Debian's ESR, any other */
export function findFirefox() {
	return firstExisting('FIREFOX_PATH', ['/usr/bin/firefox-esr', '/usr/bin/firefox']);
}
