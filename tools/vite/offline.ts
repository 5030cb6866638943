/**
 * After a build: lists the app's files with their digests (`precache.json`), and compiles the service
 * worker with that list in it.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { build, type Plugin } from 'vite';
import type { AppFile } from '../../src/storage/app-cache.ts';
import { checkServiceWorker, writeSupplyFiles } from '../supply/write-supply.ts';
import { HOST_POLICY } from './safety-headers.ts';
import { checkPolicies } from './trusted-types.ts';

/** Read by developer tools and hosts, never by the app; or written anew by whoever puts the app on a server. */
const NOT_KEPT =
	/\.map$|^_headers$|^hosting\/|^sbom\.cdx\.json$|^(class|embed-origins)\.json$|^precache\.json$|^service-worker\.js$/;
/** The WebGPU build of ONNX Runtime, and the WebLLM library (named in vite.config.ts). */
const GPU_ONLY = /\.asyncify\.|\/web-llm-(engine|library)-/;

function filesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => statSync(join(folder, path)).isFile())
		.map((path) => path.split(sep).join('/'))
		.sort();
}

function describe(folder: string, url: string): AppFile {
	const bytes = readFileSync(join(folder, url));
	const digest = createHash('sha256').update(bytes).digest();
	return {
		url,
		revision: digest.toString('hex').slice(0, 16),
		integrity: `sha256-${digest.toString('base64')}`,
		sizeBytes: bytes.byteLength,
		needsGpu: GPU_ONLY.test(url)
	};
}

async function compileServiceWorker(outDir: string, files: readonly AppFile[]): Promise<void> {
	await build({
		configFile: false,
		publicDir: false,
		logLevel: 'warn',
		define: {
			__PRECACHE__: JSON.stringify(files),
			__HOST_POLICY__: JSON.stringify(HOST_POLICY),
			'process.env.NODE_ENV': '"production"'
		},
		build: {
			rolldownOptions: { checks: { bundlerTimings: false } },
			outDir,
			emptyOutDir: false,
			sourcemap: true,
			target: 'es2023',
			lib: {
				// A classic script: not every browser takes a module as service worker.
				entry: resolve('src/service-worker/service-worker.ts'),
				formats: ['iife'],
				name: 'glasshouseServiceWorker',
				fileName: () => 'service-worker.js'
			}
		}
	});
}

export function offline(): Plugin {
	let outDir = '';
	return {
		name: 'glasshouse:offline',
		apply: 'build',
		configResolved(config) {
			outDir = resolve(config.root, config.build.outDir);
		},
		async writeBundle() {
			writeSupplyFiles(outDir);
			const files = filesBelow(outDir)
				.filter((url) => !NOT_KEPT.test(url))
				.map((url) => describe(outDir, url));
			const scripts = files.filter(({ url }) => /\.m?js$/.test(url));
			checkPolicies(scripts.map(({ url }) => readFileSync(join(outDir, url), 'utf8')));
			writeFileSync(join(outDir, 'precache.json'), JSON.stringify(files));
			await compileServiceWorker(outDir, [...files, describe(outDir, 'precache.json')]);
			checkServiceWorker(outDir);
		}
	};
}
