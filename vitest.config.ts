import { playwright } from '@vitest/browser-playwright';
import { mergeConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_FLAGS, findChromium } from './tools/test/browsers.mjs';
import viteConfig from './vite.config.ts';

export default mergeConfig(
	viteConfig,
	defineConfig({
		test: {
			projects: [
				{
					extends: true,
					test: {
						name: 'unit',
						environment: 'node',
						include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts', 'tools/**/*.test.ts']
					}
				},
				{
					extends: true,
					// Found only when the worker starts, and then Vite would reload the running tests.
					optimizeDeps: {
						include: [
							'comlink',
							'hash-wasm',
							'valibot',
							'@noble/hashes/sha2.js',
							'@noble/hashes/utils.js',
							'@huggingface/jinja',
							'@huggingface/tokenizers',
							'@wllama/wllama/esm/index.js',
							'onnxruntime-web/wasm',
							'onnxruntime-web/webgpu'
						]
					},
					test: {
						name: 'browser',
						include: ['tests/browser/**/*.test.ts'],
						globalSetup: ['tests/hub/vitest-setup.ts'],
						testTimeout: 60_000,
						hookTimeout: 60_000,
						// Some tests race a real worker on a shared machine.
						retry: 1,
						browser: {
							enabled: true,
							headless: true,
							screenshotFailures: false,
							provider: playwright({
								launchOptions: {
									executablePath: findChromium() ?? '/usr/bin/chromium',
									args: [...CHROMIUM_FLAGS]
								}
							}),
							instances: [{ browser: 'chromium' }]
						}
					}
				}
			]
		}
	})
);
