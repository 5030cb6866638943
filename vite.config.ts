import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { engineRuntimes } from './tools/vite/engine-runtimes.ts';

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

/**
 * Pages that are cross-origin isolated may share memory between threads. `credentialless`, because a
 * download that fails is asked for once more without CORS, to tell what is wrong.
 */
const ISOLATION = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'credentialless'
};

export default defineConfig({
	// Relative addresses: the built folder works from any sub-path of any static server.
	base: './',
	plugins: [svelte(), engineRuntimes()],
	resolve: {
		// Without it every engine runtime is emitted a second time, inlined as an asset.
		conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production']
	},
	define: {
		__APP_VERSION__: JSON.stringify(version),
		__APP_COMMIT__: JSON.stringify(currentCommit())
	},
	server: { headers: ISOLATION },
	preview: { headers: ISOLATION },
	worker: { format: 'es' },
	build: { target: 'es2023', sourcemap: true }
});
