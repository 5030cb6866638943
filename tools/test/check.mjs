/**
 * `npm run check`: what is quick to know before a commit: formats, types, boundaries, and, of the files
 * that differ from the last commit, lint and unit tests.
 * `npm run check NAME …`: only the tests in files whose path contains a name, whatever runs them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../run/prepare.mjs';
import { forgetRemovedComponents } from './forget-components.mjs';
import { clearReports } from './reports.mjs';
import { runSteps } from './run-steps.mjs';
import { build, IN_BROWSER, IN_NODE, playwright, quickSteps, vitest } from './steps.mjs';

/** @returns {string[]} changed and new files, from the project's folder */
function changedFiles() {
	const git = (...args) => execFileSync('git', args, { cwd: projectFolder, encoding: 'utf8' });
	const names =
		git('diff', '--name-only', '--relative', 'HEAD') +
		git('ls-files', '--others', '--exclude-standard');
	return names.split('\n').filter((name) => name !== '' && existsSync(join(projectFolder, name)));
}

const filesOf = (folder) =>
	readdirSync(join(projectFolder, folder), { recursive: true })
		.map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
		.filter((name) => /\.(test|e2e|long)\.ts$/.test(name));

/** @param {readonly string[]} names @returns {import('./steps.mjs').CommandStep[]} */
function stepsFor(names) {
	const files = ['cli', 'src', 'tests', 'tools']
		.flatMap(filesOf)
		.filter((file) => names.some((name) => file.includes(name)));
	const take = (pattern) => files.filter((file) => pattern.test(file));
	const inApp = take(/^tests\/e2e\//);
	const inRunners = [
		[IN_NODE, take(/^(?!tests\/(browser|e2e)\/).*(?<!\.long)\.test\.ts$/)],
		[['long'], take(/^(?!tests\/browser\/).*\.long\.test\.ts$/)],
		[IN_BROWSER, take(/^tests\/browser\/.*(?<!\.long)\.test\.ts$/)],
		[['long-browser'], take(/^tests\/browser\/.*\.long\.test\.ts$/)]
	];
	return [
		...inRunners
			.filter(([, found]) => found.length > 0)
			.map(([projects, found]) => vitest(`${projects[0]} tests`, projects, found)),
		...(inApp.length > 0 ? [build, playwright('end-to-end tests', inApp)] : [])
	];
}

const names = process.argv.slice(2);
const steps = names.length === 0 ? quickSteps(changedFiles()) : stepsFor(names);
if (steps.length === 0) {
	console.error(`No test file has ${names.join(' or ')} in its path.`);
	process.exit(1);
}
clearReports();
forgetRemovedComponents();
await runSteps(steps);
