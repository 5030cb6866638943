import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, COMPILE_ONCE, findChromium } from './tools/test/browsers.mjs';

const port = process.env.GLASSHOUSE_PORT ?? '4273';
/** A sub-path on purpose: the built folder must work from any. */
const base = '/some/sub-path/';

const chromium = (...more: string[]) => ({
	launchOptions: {
		executablePath: findChromium() ?? '/usr/bin/chromium',
		args: [...CHROMIUM_FLAGS, ...more]
	}
});
/** What these hold are bits, and threads: code is compiled as people's browsers do. */
const ABOUT_BITS = '**/{reference-runs,threads}.e2e.ts';

export default defineConfig({
	testDir: 'tests/e2e',
	projects: [
		{
			name: 'e2e',
			testMatch: '**/*.e2e.ts',
			testIgnore: ABOUT_BITS,
			use: chromium(COMPILE_ONCE)
		},
		{ name: 'e2e-bits', testMatch: ABOUT_BITS, use: chromium() },
		// What needs files that are not in the repository, or is a soak: docs/testing.md.
		{ name: 'long', testMatch: '**/*.long.ts', use: chromium() },
		// Models of gigabytes, one at a time.
		{ name: 'real', testMatch: '**/*.real.ts', workers: 1, use: chromium() }
	],
	outputDir: 'test-results',
	// Tests wait as much as they compute: one browser more than the two cores of a small machine.
	workers: 3,
	fullyParallel: true,
	timeout: 90_000,
	// A test that needs a second try has found a fault: in itself or in the app.
	// Until all have passed at once on a quiet machine: where nobody looks, one more try, named in the log.
	retries: process.env.CI === undefined ? 0 : 1,
	expect: { timeout: 20_000 },
	forbidOnly: process.env.CI !== undefined,
	globalSetup: './tests/e2e/serve-built-app.ts',
	use: {
		baseURL: `http://127.0.0.1:${port}${base}`,
		actionTimeout: 20_000,
		// Tests that change what the network answers must not get it from a cache.
		serviceWorkers: 'block',
		// Recording doubles what a test costs. To look into one: `npx playwright test NAME --trace on`.
		trace: 'off',
		screenshot: 'only-on-failure'
	}
});
