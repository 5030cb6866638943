/**
 * `npm test`: everything, on a fresh clone too. Checks first (they are quick to read when they
 * fail), then unit and browser tests, then the built app end to end. Every step runs even when an
 * earlier one failed, and the last line counts all tests and checks.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { prepare, projectFolder } from '../run/prepare.mjs';

const REPORTS = join(projectFolder, '.cache', 'test-reports');

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failedTitles
 * @property {string[]} secondTryTitles passed, but only when tried again
 */

/** @param {string} name @returns {any} */
function readReport(name) {
	const file = join(REPORTS, name);
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** @returns {Counts | null} */
function vitestCounts(name) {
	const report = readReport(name);
	if (report === null) return null;
	const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests,
		skipped: report.numPendingTests + report.numTodoTests,
		failedTitles: tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
		// Vitest's report does not say; its list of tests does ("retry x1").
		secondTryTitles: []
	};
}

/** Every test of a Playwright suite and of those in it. @returns {any[]} */
const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/** @returns {Counts | null} */
function playwrightCounts(name) {
	const report = readReport(name);
	if (report === null) return null;
	const { expected, unexpected, flaky, skipped } = report.stats;
	const specs = report.suites.flatMap(specsOf);
	const titlesOf = (wanted) =>
		specs
			.filter(({ tests }) => tests.some(({ status }) => status === wanted))
			.map(({ file, title }) => `${file}: ${title}`);
	return {
		passed: expected + flaky,
		failed: unexpected,
		skipped,
		failedTitles: titlesOf('unexpected'),
		secondTryTitles: titlesOf('flaky')
	};
}

const vitest = (project) => ({
	title: `${project} tests`,
	command: [
		'vitest',
		'run',
		'--project',
		project,
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${join(REPORTS, `${project}.json`)}`
	],
	counts: () => vitestCounts(`${project}.json`)
});

const STEPS = [
	{ title: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
	{ title: 'lint', command: ['eslint', '--max-warnings=0', '.'] },
	{ title: 'types: page', command: ['tsc', '-p', 'tsconfig.json'] },
	{ title: 'types: worker', command: ['tsc', '-p', 'tsconfig.worker.json'] },
	{ title: 'types: tools and tests', command: ['tsc', '-p', 'tsconfig.tools.json'] },
	{
		title: 'types: components',
		command: ['svelte-check', '--fail-on-warnings', '--output', 'human']
	},
	{
		title: 'boundaries',
		command: ['depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src']
	},
	{ title: 'dead code', command: ['knip'] },
	{ title: 'translations', command: ['node', 'tools/test/check-translations.mjs'] },
	vitest('unit'),
	vitest('browser'),
	{ title: 'build', command: ['vite', 'build', '--logLevel', 'warn'] },
	{
		title: 'end-to-end tests',
		command: ['playwright', 'test', '--reporter=list,json'],
		env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(REPORTS, 'e2e.json') },
		counts: () => playwrightCounts('e2e.json')
	}
];

/** @returns {Counts & { title: string, seconds: number }} */
function runStep(step) {
	console.log(`\n── ${step.title}`);
	const started = Date.now();
	const result = spawnSync('npx', ['--no-install', ...step.command], {
		cwd: projectFolder,
		stdio: 'inherit',
		shell: process.platform === 'win32',
		env: { ...process.env, ...step.env }
	});
	const ok = result.status === 0;
	const counts = step.counts?.() ?? {
		passed: 0,
		failed: 0,
		skipped: 0,
		failedTitles: [],
		secondTryTitles: []
	};
	// A check counts as one; so does a runner that failed without naming a failed test.
	if (step.counts === undefined && ok) counts.passed = 1;
	if (!ok && counts.failed === 0) counts.failed = 1;
	return { ...counts, title: step.title, seconds: Math.round((Date.now() - started) / 1000) };
}

/** @returns {Promise<number>} a port that nobody listens on right now */
function findFreePort() {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address();
			probe.close(() => resolve(port));
		});
	});
}

prepare();
process.env.GLASSHOUSE_PORT ??= String(await findFreePort());
const { installBrowsers } = await import('./install-browsers.mjs');
installBrowsers();
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const only = process.argv.slice(2);
const results = STEPS.filter(
	({ title }) => only.length === 0 || only.some((word) => title.includes(word))
).map(runStep);
const sum = (key) => results.reduce((total, result) => total + result[key], 0);

console.log('\n── summary');
for (const { title, passed, failed, skipped, seconds, ...named } of results) {
	const mark = failed === 0 ? 'ok    ' : 'FAILED';
	console.log(
		`${mark} ${title.padEnd(24)} ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s`
	);
	for (const test of named.failedTitles) console.log(`         failed: ${test}`);
	for (const test of named.secondTryTitles) console.log(`         at the second try: ${test}`);
}
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
