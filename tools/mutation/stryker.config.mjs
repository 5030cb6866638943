/** Mutation tests of one room of core/, named by MUTATED_ROOM (docs/mutation.md); started by `run.mjs`. */
import { mutatedFiles } from './rooms.mjs';

const room = process.env.MUTATED_ROOM;
if (room === undefined) throw new Error('MUTATED_ROOM names no room: start tools/mutation/run.mjs');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	mutate: mutatedFiles(room),
	plugins: [
		'@stryker-mutator/vitest-runner',
		'./tools/mutation/vitest-runner.mjs',
		'./tools/mutation/ignore-messages.mjs'
	],
	ignorers: ['messages'],
	testRunner: 'vitest-files',
	vitest: { configFile: 'tools/mutation/vitest.config.ts', related: false },
	coverageAnalysis: 'perTest',
	incremental: true,
	incrementalFile: `.cache/mutation/${room}.json`,
	tempDirName: '.cache/mutation/sandbox',
	reporters: ['progress-append-only', 'html'],
	htmlReporter: { fileName: `.cache/mutation/${room}.html` },
	// What no test of core/ reads need not be copied.
	ignorePatterns: [
		'dist',
		'.cache',
		'.github',
		'public/models',
		'src/ui',
		'tests/e2e',
		'tests/browser'
	],
	concurrency: 1,
	// Minutes for a room whose mutants live at module level are expected.
	warnings: { slow: false }
};
