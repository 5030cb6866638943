import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './tools/test/browsers.mjs';

const baseURL = process.env.GLASSHOUSE_URL ?? 'http://127.0.0.1:4173/';

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	outputDir: 'test-results',
	// Two cores and real models: one browser at a time keeps the run steady.
	workers: 1,
	timeout: 90_000,
	expect: { timeout: 20_000 },
	forbidOnly: process.env.CI !== undefined,
	use: {
		baseURL,
		actionTimeout: 20_000,
		trace: 'retain-on-failure',
		launchOptions: {
			executablePath: findChromium() ?? '/usr/bin/chromium',
			args: [...CHROMIUM_FLAGS]
		}
	}
});
