import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { svelteParser, wholeProjectParser } from './tools/lint/whole-project-parser.mjs';

/** Those of components. */
const TYPES_FROM = ['tsconfig.page.json', 'tsconfig.tools.json'];

// A file that is changed while ESLint runs is not in a program made beforehand.
const filesMayChange = process.argv.includes('--fix') || !process.argv[1]?.endsWith('eslint');
const parser = filesMayChange ? ts.parser : wholeProjectParser(TYPES_FROM, svelteConfig);

/** Caps the tail: most functions are far smaller, the few long ones are where readers get lost. */
const size = {
	'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
	'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
	complexity: ['error', 12]
};

export default ts.config(
	{
		ignores: [
			'dist/',
			'node_modules/',
			'public/',
			'tools/sprout/work/',
			'.cache/',
			'.svelte-check/',
			'test-results/',
			'src/locales/.wuchale/',
			'src/locales/data.js'
		]
	},
	js.configs.recommended,
	...ts.configs.strictTypeChecked,
	...svelte.configs.recommended,
	{
		languageOptions: {
			parser,
			globals: {
				...globals.browser,
				__APP_VERSION__: 'readonly',
				__APP_COMMIT__: 'readonly',
				__LANGUAGES__: 'readonly'
			},
			parserOptions: {
				project: TYPES_FROM,
				extraFileExtensions: ['.svelte'],
				tsconfigRootDir: import.meta.dirname
			}
		},
		rules: {
			...size,
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{ allowNumber: true, allowBoolean: true }
			],
			// `void promise` says on purpose that nobody waits.
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
			],
			// A default does not stand for cases of a union that nobody thought of.
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: false }
			],
			'svelte/no-at-html-tags': 'error',
			'svelte/require-each-key': 'error'
		}
	},
	{
		// Oxlint knows their types in a tenth of the time: .oxlintrc.json has these rules.
		files: ['**/*.ts'],
		...ts.configs.disableTypeChecked,
		languageOptions: { parserOptions: { project: null } }
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parser: svelteParser, parserOptions: { parser, svelteConfig } }
	},
	{
		files: ['src/**/*.ts', 'src/**/*.svelte'],
		rules: {
			'no-restricted-globals': [
				'error',
				...['decodeURI', 'decodeURIComponent'].map((name) => ({
					name,
					message: 'it throws: use core/text/percent.ts'
				}))
			],
			'no-restricted-syntax': [
				'error',
				{
					selector: "CallExpression[callee.property.name='stream'][arguments.length=0]",
					message:
						'Chromium may collect a stream under a pending read: use blobPieces or bodyReader'
				},
				{
					selector: "CallExpression[callee.property.name='getReader']",
					message:
						'Chromium may collect a stream under a pending read: use blobPieces or bodyReader'
				}
			]
		}
	},
	{
		files: ['src/core/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: {
			// ECMAScript leaves these to the implementation: browsers differ in their last bits.
			'no-restricted-properties': [
				'error',
				...[
					'exp',
					'log',
					'log2',
					'log10',
					'log1p',
					'expm1',
					'pow',
					'random',
					'sin',
					'cos',
					'tanh'
				].map((property) => ({
					object: 'Math',
					property,
					message: 'core must give the same bits everywhere: use core/sampling/exp-ln.ts'
				})),
				{ object: 'Date', property: 'now', message: 'core has no clock: pass the time in' }
			]
		}
	},
	{
		files: ['**/*.test.ts', 'tests/**/*.ts'],
		rules: { 'max-lines-per-function': 'off', 'max-lines': 'off' }
	},
	{
		files: ['**/*.mjs', '*.js', '**/*.cjs'],
		...ts.configs.disableTypeChecked,
		languageOptions: { globals: globals.node, parserOptions: { project: null } }
	},
	{ files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } }
);
