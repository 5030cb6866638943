/**
 * What a class pack needs beside the app itself, as files of the build (`class-pack/`): the servers come from
 * `public/`, their headers from where the app's own are, and the teacher's page from the documentation.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { SAFETY_HEADERS } from './safety-headers.ts';

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
			const page = readFileSync('docs/teachers.md', 'utf8');
			const files = {
				'class-pack/README.txt': asPlainText(page),
				'class-pack/headers.json': `${JSON.stringify(SAFETY_HEADERS, null, '\t')}\n`
			};
			for (const [fileName, source] of Object.entries(files)) {
				this.emitFile({ type: 'asset', fileName, source });
			}
		}
	};
}
