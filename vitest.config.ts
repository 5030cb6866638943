import { playwright } from '@vitest/browser-playwright';
import { mergeConfig } from 'vite';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { markWords } from './tests/unit/words/mark-words.ts';
import { CHROMIUM_FLAGS, COMPILE_ONCE, findChromium } from './tools/test/browsers.mjs';
import viteConfig from './vite.config.ts';

interface Files {
	readonly include: string[];
	readonly exclude?: string[];
}

/** Of `npm run test:long`: docs/testing.md says why. */
const LONG = '**/*.long.test.ts';

/** Of the built-in model in Node: the runtime is compiled once for all, since they share a process. */
const MODEL = [
	'tests/unit/lessons/**/*.test.ts',
	'tests/unit/evaluation-{check,goldens}.test.ts',
	'tests/unit/forging-contest.test.ts',
	'tests/unit/sprout-internals.test.ts',
	'tools/sprout-logits.test.ts'
];

/** Of code that knows nothing but what it is given: a file leaves nothing behind for the next. */
const CORE = ['src/{catalog,core}/**/*.test.ts'];

/** Sentences as a Spanish page shows them. */
const TRANSLATED: TestProjectInlineConfiguration = {
	extends: true,
	plugins: [markWords('es')],
	test: {
		name: 'words',
		environment: 'node',
		include: ['tests/unit/words/**/*.test.ts'],
		setupFiles: ['tests/unit/words/spanish-page.ts']
	}
};

/** What these hold are bits, and threads: code is compiled as people's browsers do. */
const ABOUT_BITS = 'tests/browser/{same-bits,threads}.test.ts';

/** @param isolate whether each file loads all modules anew: half of the time of tests that need it not */
function inNode(name: string, files: Files, isolate = true): TestProjectInlineConfiguration {
	return {
		extends: true,
		test: {
			name,
			...files,
			environment: 'node',
			isolate,
			// Only to end what hangs: what takes a second takes many on a busy machine.
			testTimeout: 60_000,
			// What a test puts in the place of something else is gone before the next.
			unstubGlobals: true,
			restoreMocks: true
		}
	};
}

function inBrowser(
	name: string,
	files: Files,
	flags: string[] = []
): TestProjectInlineConfiguration {
	return {
		extends: true,
		// Found only when the worker starts, and then Vite would reload the running tests.
		optimizeDeps: {
			include: [
				'comlink',
				'hash-wasm',
				'mdast-util-from-markdown',
				'mdast-util-gfm-table',
				'micromark-extension-gfm-table',
				'valibot',
				'@noble/hashes/sha2.js',
				'@noble/hashes/utils.js',
				'@wllama/wllama/esm/index.js',
				'onnxruntime-web/wasm',
				'onnxruntime-web/webgpu'
			]
		},
		test: {
			name,
			...files,
			globalSetup: ['tests/hub/vitest-setup.ts'],
			testTimeout: 60_000,
			// As in playwright.config.ts: a second, Vitest's own limit, is little on a busy machine.
			expect: { poll: { timeout: 20_000 } },
			// As in playwright.config.ts.
			retry: process.env.CI === undefined ? 0 : 1,
			hookTimeout: 60_000,
			browser: {
				enabled: true,
				headless: true,
				screenshotFailures: false,
				provider: playwright({
					launchOptions: {
						executablePath: findChromium() ?? '/usr/bin/chromium',
						args: [...CHROMIUM_FLAGS, ...flags]
					}
				}),
				instances: [{ browser: 'chromium' }]
			}
		}
	};
}

export default mergeConfig(
	viteConfig,
	defineConfig({
		test: {
			// Pictures are compared with what a reviewer saw; a missing one fails, too.
			update: process.env['UPDATE_PICTURES'] === '1' ? 'all' : 'none',
			projects: [
				inNode('core', { include: CORE, exclude: [LONG] }, false),
				inNode('unit', {
					include: ['{cli,src,tools}/**/*.test.ts', 'tests/unit/**/*.test.ts'],
					exclude: [LONG, ...CORE, ...MODEL, 'tests/unit/words/**']
				}),
				TRANSLATED,
				inNode('model', { include: MODEL, exclude: [LONG] }, false),
				inNode('long', { include: [`tests/unit/${LONG}`] }),
				inBrowser(
					'browser',
					{ include: ['tests/browser/**/*.test.ts'], exclude: [LONG, ABOUT_BITS] },
					[COMPILE_ONCE]
				),
				inBrowser('browser-bits', { include: [ABOUT_BITS], exclude: [LONG] }),
				inBrowser('long-browser', { include: [`tests/browser/${LONG}`] })
			]
		}
	})
);
