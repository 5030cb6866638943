import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './tools/test/browsers.mjs';

const port = process.env.GLASSHOUSE_PORT ?? '4273';
/** A sub-path on purpose: the built folder must work from any. */
const base = '/some/sub-path/';

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	outputDir: 'test-results',
	// Two cores and real models: one browser at a time keeps the run steady.
	workers: 1,
	timeout: 90_000,
	// Some tests race a real model on a shared machine; one that needed its second try is named as such.
	retries: 1,
	expect: { timeout: 20_000 },
	forbidOnly: process.env.CI !== undefined,
	webServer: {
		command: `npx --no-install vite preview --base ${base} --host 127.0.0.1 --port ${port} --strictPort`,
		url: `http://127.0.0.1:${port}${base}`
	},
	use: {
		baseURL: `http://127.0.0.1:${port}${base}`,
		actionTimeout: 20_000,
		// Tests that change what the network answers must not get it from a cache.
		serviceWorkers: 'block',
		trace: 'retain-on-failure',
		launchOptions: {
			executablePath: findChromium() ?? '/usr/bin/chromium',
			args: [...CHROMIUM_FLAGS]
		}
	}
});
