/** `npm start`: install when needed, build when something changed, serve, print the address, open it. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, projectFolder } from './prepare.mjs';

const SOURCES = [
	'src',
	'public',
	'index.html',
	'embed.html',
	'vite.config.ts',
	'tools/vite',
	'package-lock.json'
];

/** @returns {number} the newest change under a path, in ms since the epoch */
function newestChange(path) {
	const status = statSync(path);
	if (!status.isDirectory()) return status.mtimeMs;
	return readdirSync(path).reduce(
		(newest, name) => Math.max(newest, newestChange(join(path, name))),
		status.mtimeMs
	);
}

function buildIsCurrent() {
	const built = join(projectFolder, 'dist', 'index.html');
	if (!existsSync(built)) return false;
	const builtAt = statSync(built).mtimeMs;
	return SOURCES.every((source) => newestChange(join(projectFolder, source)) <= builtAt);
}

/** A desktop to open a browser on: on Linux that takes a display, and no machine of a CI has one. */
function hasDesktop() {
	if (process.env.CI !== undefined) return false;
	if (process.platform !== 'linux') return true;
	return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

prepare();
process.chdir(projectFolder);
const { build, preview } = await import('vite');
if (!buildIsCurrent()) {
	console.log('Building …');
	await build({ logLevel: 'warn' });
}
const server = await preview({ preview: { open: hasDesktop() } });
const address = server.resolvedUrls?.local[0] ?? 'http://localhost:4173/';
console.log(`\n  Glasshouse is open at ${address}\n  Press Ctrl+C to stop.\n`);
