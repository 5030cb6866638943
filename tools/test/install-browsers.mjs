/** Makes sure that there is a Chromium (needed) and a Firefox (wanted) to test in. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runOrExit } from '../run/prepare.mjs';
import { findChromium, findFirefox } from './browsers.mjs';

function canInstallDebianPackages() {
	return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** @param {readonly string[]} packages @returns {boolean} whether they are installed now */
function installDebianPackages(packages) {
	const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const options = { stdio: ['ignore', 'ignore', 'inherit'], env: environment };
	console.log(`Installing ${packages.join(' and ')} …`);
	return (
		spawnSync('apt-get', ['update', '-qq'], options).status === 0 &&
		spawnSync('apt-get', ['install', '-y', '-qq', ...packages], options).status === 0
	);
}

export function installBrowsers() {
	const missing = [
		...(findChromium() === null ? ['chromium-headless-shell'] : []),
		...(findFirefox() === null ? ['firefox-esr'] : [])
	];
	if (missing.length === 0) return;
	if (canInstallDebianPackages() && installDebianPackages(missing)) return;
	if (findChromium() === null) runOrExit('npx', ['playwright', 'install', 'chromium']);
}
