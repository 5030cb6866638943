/** What the test runners say about their tests, in one form. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../run/prepare.mjs';

const FOLDER = join(projectFolder, '.cache', 'test-reports');

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failedTitles
 */

/** @param {string} name @returns {string} where a runner writes its report */
export const reportPath = (name) => join(FOLDER, `${name}.json`);

/** An old report must not pass for one of this run. */
export function clearReports() {
	rmSync(FOLDER, { recursive: true, force: true });
	mkdirSync(FOLDER, { recursive: true });
}

/** @param {string} name @returns {any} */
function readReport(name) {
	const file = reportPath(name);
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** @param {string} name @returns {Counts | null} null: the runner wrote no report */
export function vitestCounts(name) {
	const report = readReport(name);
	if (report === null) return null;
	const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests,
		skipped: report.numPendingTests + report.numTodoTests,
		failedTitles: tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
	};
}

/** Every test of a Playwright suite and of those in it. @returns {any[]} */
const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/** @param {string} name @returns {Counts | null} null: the runner wrote no report */
export function playwrightCounts(name) {
	const report = readReport(name);
	if (report === null) return null;
	const { expected, unexpected, flaky, skipped } = report.stats;
	// There is no second try; should somebody ask for one, what needed it has failed.
	const hasFailed = ({ status }) => status === 'unexpected' || status === 'flaky';
	return {
		passed: expected,
		failed: unexpected + flaky,
		skipped,
		failedTitles: report.suites
			.flatMap(specsOf)
			.filter(({ tests }) => tests.some(hasFailed))
			.map(({ file, title }) => `${file}: ${title}`)
	};
}
