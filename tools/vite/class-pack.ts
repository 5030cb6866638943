/**
 * What a class pack needs beside the app itself, as files of the build (`class-pack/`): the servers come from
 * `public/`, their headers from hosting-files.ts, and the teacher's page, written here, from the documentation.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** The documentation's links lead nowhere from a stick. */
function asPlainText(markdown: string): string {
	return markdown.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}

export function classPack(): Plugin {
	return {
		name: 'glasshouse:class-pack',
		apply: 'build',
		// Workers are built by the same plugins; once is enough.
		applyToEnvironment: ({ name }) => name === 'client',
		generateBundle() {
			const source = asPlainText(readFileSync('docs/teachers.md', 'utf8'));
			this.emitFile({ type: 'asset', fileName: 'class-pack/README.txt', source });
		}
	};
}
