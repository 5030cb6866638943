/** The steps of `npm test`, `npm run check` and `npm run test:long`: what is run, and what it needs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../run/prepare.mjs';
import { playwrightCounts, reportPath, vitestCounts } from './reports.mjs';

/**
 * @typedef {import('./schedule.mjs').Step & {
 *   command: readonly string[],
 *   env?: Record<string, string>,
 *   counts?: () => import('./reports.mjs').Counts | null
 * }} CommandStep
 */

/** Vitest's projects that run in Node, in everyday use. */
export const IN_NODE = ['core', 'unit', 'words', 'model'];

/** Those in a browser; tests about bits in a project of their own (vitest.config.ts). */
export const IN_BROWSER = ['browser', 'browser-bits'];

/**
 * @param {string} title
 * @param {readonly string[]} projects
 * @param {readonly string[]} [more] arguments
 * @returns {CommandStep}
 */
export const vitest = (title, projects, more = []) => {
	const report = title.replaceAll(' ', '-');
	return {
		title,
		command: [
			'vitest',
			'run',
			...projects.map((project) => `--project=${project}`),
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${reportPath(report)}`,
			...more
		],
		counts: () => vitestCounts(report)
	};
};

/** @param {string} title @param {readonly string[]} [more] @returns {CommandStep} */
export const playwright = (title, more = []) => ({
	title,
	command: ['playwright', 'test', '--reporter=list,json', ...more],
	// The app itself keeps a core busy, and there are several at a time.
	cores: 2,
	after: ['build'],
	env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath(title.replaceAll(' ', '-')) },
	counts: () => playwrightCounts(title.replaceAll(' ', '-'))
});

/** @type {CommandStep} */
export const build = {
	title: 'build',
	command: ['vite', 'build', '--logLevel', 'warn'],
	// Both write the catalogues.
	after: ['translations']
};

/** @type {CommandStep} */
const translations = {
	title: 'translations',
	command: ['node', 'tools/test/check-translations.mjs']
};

/** A program that remembers what it found in files that have not changed since. */
const remembering = (name) => ['--cache', '--cache-location', `.cache/${name}`];

/**
 * TypeScript 7, named by its place: it finds the same errors in a third of the processor time. TypeScript 6 stays for
 * what needs its programs in JavaScript, ESLint above all.
 *
 * @param {string} name the project is `tsconfig.NAME.json`
 */
const typesOf = (name) => [
	...['node', 'node_modules/@typescript/native/bin/tsc', '-p', `tsconfig.${name}.json`],
	...['--incremental', '--tsBuildInfoFile', `.cache/${name}.tsbuildinfo`]
];

/** @type {CommandStep} */
const format = {
	title: 'format',
	command: [
		'prettier',
		'--check',
		'--log-level=warn',
		...remembering('prettier'),
		'--cache-strategy=content',
		'.'
	]
};

/** @type {CommandStep[]} */
const types = [
	// The page's modules too: svelte-check takes the files of its tsconfig.
	{
		title: 'types: page',
		command: [
			...['svelte-check', '--tsconfig', './tsconfig.page.json'],
			...['--tsgo', '--fail-on-warnings', '--output', 'human']
		]
	},
	{
		title: 'types: worker',
		command: typesOf('worker')
	},
	{
		title: 'types: tools and tests',
		command: typesOf('tools')
	}
];

/** @type {CommandStep} */
const boundaries = {
	title: 'boundaries',
	command: ['depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src']
};

/** @type {CommandStep} Everything, unremembered: what a file may do depends on the types of others. */
const lint = { title: 'lint', command: ['eslint', '--max-warnings=0', '.'] };

/**
 * Rules that ask for types, in modules; those of components are ESLint's.
 *
 * @param {readonly string[]} files
 * @returns {CommandStep}
 */
const lintWithTypes = (files) => ({
	title: 'lint: types',
	command: ['oxlint', '--deny-warnings', '--ignore-pattern=**/*.{svelte,mjs,cjs,js}', ...files]
});

/** Long ones first, so that none is left alone at the end. @returns {CommandStep[]} */
export const fullSteps = () => [
	translations,
	build,
	vitest('browser tests', IN_BROWSER),
	vitest('unit tests', IN_NODE),
	lint,
	lintWithTypes(['.']),
	...types,
	format,
	boundaries,
	{ title: 'dead code', command: ['knip'] },
	playwright('end-to-end tests', ['--project=e2e', '--project=e2e-bits'])
];

/** What a maintainer runs before a release: docs/testing.md says what is in it, and why. */
export function longSteps() {
	const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
	const moreExamples = {
		...vitest('unit tests, more examples', ['core', 'unit'], ['--testTimeout=600000']),
		env: { MORE_EXAMPLES: '20' }
	};
	const mutation = {
		title: 'mutations',
		command: ['npm', 'run', 'test:mutation'],
		cores: 2
	};
	return [
		build,
		vitest('long browser tests', ['long-browser']),
		vitest('long unit tests', ['long']),
		moreExamples,
		playwright('long end-to-end tests', ['--project=long', '--project=real']),
		...('test:mutation' in scripts ? [mutation] : [])
	];
}

/** @param {readonly string[]} changed files that differ from the last commit */
export function quickSteps(changed) {
	const linted = changed.filter((file) => /\.(ts|svelte|mjs|js|cjs)$/.test(file));
	const modules = changed.filter((file) => file.endsWith('.ts'));
	return [
		// What it made of components is kept in .svelte-check.
		{ ...types[0], command: [...types[0].command, '--incremental'] },
		...(linted.length > 0
			? [{ ...lint, command: ['eslint', '--max-warnings=0', '--no-warn-ignored', ...linted] }]
			: []),
		...(modules.length > 0 ? [lintWithTypes(modules)] : []),
		vitest('unit tests of what changed', IN_NODE, ['--changed', '--passWithNoTests']),
		...types.slice(1),
		boundaries,
		format
	];
}
