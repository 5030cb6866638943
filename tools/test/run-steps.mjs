/** Runs steps side by side, prints the output of each when it ends, and sums up. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { projectFolder } from '../run/prepare.mjs';
import { ProcessorTime } from './processor-time.mjs';
import { schedule } from './schedule.mjs';

const BIN = join(projectFolder, 'node_modules', '.bin');

/**
 * @typedef {import('./reports.mjs').Counts & {
 *   title: string, seconds: number, times: { processor: number, waiting: number } | null
 * }} Result
 */

/** @param {import('./steps.mjs').CommandStep} step */
function environmentOf(step) {
	const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
	const path = `${BIN}${delimiter}${process.env.PATH ?? ''}`;
	return { ...process.env, ...colours, PATH: path, ...step.env };
}

/** @returns {Promise<{ ok: boolean, output: string, times: Result['times'] }>} */
function runCommand(step) {
	const [program, ...args] = step.command;
	return new Promise((resolve) => {
		const child = spawn(program, args, {
			cwd: projectFolder,
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: process.platform === 'win32',
			env: environmentOf(step)
		});
		const stop = (signal) => child.kill(signal);
		process.on('SIGTERM', stop);
		const watch = new ProcessorTime(child.pid);
		const output = [];
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (part) => output.push(part));
		const end = (ok, more = '') => {
			process.off('SIGTERM', stop);
			const said = Buffer.concat(output).toString('utf8');
			resolve({ ok, output: said + more, times: watch.stop() });
		};
		child.once('error', (error) => end(false, String(error)));
		child.once('close', (code) => end(code === 0));
	});
}

/** @returns {import('./reports.mjs').Counts} */
function countsOf(step, ok) {
	const counts = step.counts?.() ?? { passed: 0, failed: 0, skipped: 0, failedTitles: [] };
	// A check counts as one; so does a runner that failed without naming a failed test.
	if (step.counts === undefined && ok) counts.passed = 1;
	if (!ok && counts.failed === 0) counts.failed = 1;
	return counts;
}

/** @returns {Promise<Result>} */
async function runStep(step) {
	const started = performance.now();
	const { ok, output, times } = await runCommand(step);
	const seconds = (performance.now() - started) / 1_000;
	const said = output.trimEnd();
	console.log(`\n── ${step.title}: ${ok ? 'ok' : 'FAILED'}, ${seconds.toFixed(0)} s`);
	if (said !== '') console.log(said);
	return { ...countsOf(step, ok), title: step.title, seconds, times };
}

/** @param {Result} result */
function printResult({ title, passed, failed, skipped, seconds, times, failedTitles }) {
	const mark = failed === 0 ? 'ok    ' : 'FAILED';
	const used =
		times === null
			? ''
			: `, processor ${times.processor.toFixed(0)} s, waiting ${times.waiting.toFixed(0)} s`;
	const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
	console.log(`${mark} ${title.padEnd(26)} ${counts}, ${seconds.toFixed(0)} s${used}`);
	for (const test of failedTitles) console.log(`         failed: ${test}`);
}

/**
 * Every step runs even when an earlier one failed. The last line counts all tests and checks, and the
 * exit code says whether any failed.
 * @param {readonly import('./steps.mjs').CommandStep[]} steps
 */
export async function runSteps(steps) {
	const started = performance.now();
	const results = await schedule(steps, Math.max(2, availableParallelism()), runStep);
	console.log('\n── summary');
	const bad = results.filter(({ failed }) => failed > 0);
	for (const result of [...bad, ...results.filter(({ failed }) => failed === 0)])
		printResult(result);
	const sum = (key) => results.reduce((total, result) => total + result[key], 0);
	const seconds = Math.round((performance.now() - started) / 1_000);
	console.log(`\n${Math.floor(seconds / 60)} min ${seconds % 60} s`);
	console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
	process.exitCode = bad.length === 0 ? 0 : 1;
}
