/**
 * What must hold before anything else can run: a recent enough Node and the pinned dependencies.
 * Plain JavaScript in old syntax on purpose: an old Node must get as far as the message.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const OLDEST_NODE = [20, 19];

/** @param {string} version e.g. `20.19.0` @returns {boolean} */
export function isSupportedNode(version) {
	const parts = version.split('.').map(Number);
	return parts[0] > OLDEST_NODE[0] || (parts[0] === OLDEST_NODE[0] && parts[1] >= OLDEST_NODE[1]);
}

/** Runs a command in the project folder with its output shown; ends this process when it fails. */
export function runOrExit(command, args) {
	// Windows finds npm and npx (.cmd files) only through a shell; the arguments are ours.
	const shell = process.platform === 'win32';
	const result = spawnSync(command, args, { cwd: projectFolder, stdio: 'inherit', shell });
	if (result.status !== 0) {
		console.error('\n"' + [command].concat(args).join(' ') + '" failed.');
		process.exit(result.status || 1);
	}
}

function dependenciesAreCurrent() {
	const installed = join(projectFolder, 'node_modules', '.package-lock.json');
	if (!existsSync(installed)) return false;
	return statSync(installed).mtimeMs >= statSync(join(projectFolder, 'package-lock.json')).mtimeMs;
}

/** Checks Node's version and installs the pinned dependencies when they are missing or outdated. */
export function prepare() {
	if (!isSupportedNode(process.versions.node)) {
		console.error(
			'Glasshouse needs Node ' +
				OLDEST_NODE.join('.') +
				' or newer; this is Node ' +
				process.versions.node +
				'.\nInstall a current one from https://nodejs.org and try again.'
		);
		process.exit(1);
	}
	if (dependenciesAreCurrent()) return;
	console.log('Installing the dependencies (once) …');
	runOrExit('npm', ['ci', '--no-audit', '--no-fund']);
}
