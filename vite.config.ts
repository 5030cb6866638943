import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { wuchale } from 'wuchale/vite';
import { classPack } from './tools/vite/class-pack.ts';
import { engineRuntimes } from './tools/vite/engine-runtimes.ts';
import { firstWords } from './tools/vite/first-words.ts';
import { hosting } from './tools/vite/hosting.ts';
import { lessonIndexFile } from './tools/vite/lesson-index.ts';
import { offline } from './tools/vite/offline.ts';
import { ISOLATION } from './tools/vite/safety-headers.ts';
import translations, { offered } from './wuchale.config.js';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
	version: string;
};

/** The commit is written into run files; a downloaded archive has none. */
function currentCommit(): string | null {
	try {
		const git = ['rev-parse', 'HEAD'];
		return execFileSync('git', git, {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore']
		}).trim();
	} catch {
		return null;
	}
}

// Tests read the sources as they are written: in English.
const translation = process.env['VITEST'] === undefined ? wuchale() : null;

/** How long plugins took is no fault of the build. */
const CHECKS = { bundlerTimings: false };

export default defineConfig({
	// Relative addresses: the built folder works from any sub-path of any static server.
	base: './',
	plugins: [
		translation,
		// After the translation, whose work it takes up.
		translation === null ? null : firstWords(translations.locales ?? []),
		svelte(),
		engineRuntimes(),
		lessonIndexFile(),
		classPack(),
		hosting(),
		offline()
	],
	resolve: {
		// Without it every engine runtime is emitted a second time, inlined as an asset.
		conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'],
		// Its code for browsers asks the document, which a worker has not.
		alias: {
			'decode-named-character-reference': fileURLToPath(
				new URL('node_modules/decode-named-character-reference/index.js', import.meta.url)
			)
		}
	},
	define: {
		__APP_VERSION__: JSON.stringify(version),
		__LANGUAGES__: JSON.stringify(offered),
		__APP_COMMIT__: JSON.stringify(currentCommit())
	},
	server: { headers: ISOLATION },
	worker: {
		format: 'es',
		rolldownOptions: {
			checks: CHECKS,
			output: {
				// Known by name to tools/vite/offline.ts: of use only where there is a GPU.
				chunkFileNames: ({ moduleIds }) =>
					moduleIds.some((id) => id.includes('@mlc-ai/web-llm'))
						? 'assets/web-llm-library-[hash].js'
						: 'assets/[name]-[hash].js'
			}
		}
	},
	build: {
		target: 'es2023',
		sourcemap: true,
		// Browsers that know the target know preloading.
		modulePreload: { polyfill: false },
		rolldownOptions: {
			// The second page is for frames (docs/embed.md): hosts can set other headers for it.
			input: ['index.html', 'embed.html'],
			checks: CHECKS,
			// One script for the first screen: shared pieces of their own cost a request each, and compress worse.
			output: { codeSplitting: { groups: [{ name: 'first-screen', tags: ['$initial'] }] } }
		}
	}
});
