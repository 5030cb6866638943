/**
 * A parser for ESLint that takes all types from programs made once, components included.
 *
 * What svelte-eslint-parser hands to TypeScript is not what stands in a component's file: it adds types
 * for runes, stores and the template. typescript-eslint then takes every component for a file that has
 * just changed, and checks everything that it reaches again. Here that code goes into the programs
 * beforehand, so the types of a component are worked out once, as those of all other files.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript';
import { parser as tsParser } from 'typescript-eslint';

/** The one that comes with the plugin. */
export const svelteParser = svelte.configs.base
	.map(({ languageOptions }) => languageOptions?.parser)
	.find((parser) => parser !== undefined);

const root = join(import.meta.dirname, '../..');
const COMPONENT = {
	extension: '.svelte',
	isMixedContent: true,
	scriptKind: ts.ScriptKind.Deferred
};

/** @param {string} file an absolute path @returns {boolean} */
const isSvelte = (file) => /\.svelte(\.ts)?$/.test(file) && !file.includes('/node_modules/');

/** What svelte-eslint-parser hands to TypeScript for a file. @returns {string} */
function virtualCode(file, svelteConfig) {
	let last = '';
	const listener = {
		meta: tsParser.meta,
		parseForESLint(code, options) {
			last = code;
			return tsParser.parseForESLint(code, options);
		}
	};
	const options = { filePath: file, parser: listener, svelteConfig };
	svelteParser.parseForESLint(readFileSync(file, 'utf8'), options);
	return last;
}

/** A tsconfig, its list of files, and its program once somebody asks for it. */
class Project {
	#parsed;
	#codeOf;
	#program = null;

	/** @param {string} name @param {(file: string) => string} codeOf */
	constructor(name, codeOf) {
		const { config } = ts.readConfigFile(join(root, name), ts.sys.readFile);
		const components = [COMPONENT];
		this.#parsed = ts.parseJsonConfigFileContent(
			config,
			ts.sys,
			root,
			undefined,
			name,
			undefined,
			components
		);
		this.#codeOf = codeOf;
		this.files = new Set(this.#parsed.fileNames);
	}

	get program() {
		this.#program ??= this.#make();
		return this.#program;
	}

	#make() {
		const options = { ...this.#parsed.options, allowNonTsExtensions: true };
		const host = ts.createCompilerHost(options, true);
		const read = host.getSourceFile.bind(host);
		host.getSourceFile = (file, target, ...rest) =>
			isSvelte(file)
				? ts.createSourceFile(file, this.#codeOf(file), target, true, ts.ScriptKind.TS)
				: read(file, target, ...rest);
		return ts.createProgram(this.#parsed.fileNames, options, host);
	}
}

/**
 * @param {readonly string[]} configs tsconfig files in the project's folder; a file's types come from
 * the first that has it
 * @param {object} svelteConfig
 */
export function wholeProjectParser(configs, svelteConfig) {
	const codes = new Map();
	const codeOf = (file) => {
		if (!codes.has(file)) codes.set(file, virtualCode(file, svelteConfig));
		return codes.get(file);
	};
	const projects = configs.map((name) => new Project(name, codeOf));
	return {
		meta: { name: 'whole-project-parser', version: '1' },
		parseForESLint(code, { project, ...options }) {
			// svelte-eslint-parser parses twice; the first time it asks for no types.
			if (!project) return tsParser.parseForESLint(code, options);
			const home = projects.find(({ files }) => files.has(options.filePath));
			if (home === undefined) throw new Error(`No tsconfig has ${options.filePath}`);
			return tsParser.parseForESLint(code, { ...options, programs: [home.program] });
		}
	};
}
