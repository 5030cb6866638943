/**
 * Whether the catalogues say what the code says. `wuchale check --full` would tell, but calls catalogues
 * stale that it has just written (0.23.4); so they are written anew, and the texts compared.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PO from 'pofile';
import { projectFolder } from '../run/prepare.mjs';

const folder = join(projectFolder, 'src/locales');

/** @returns {Set<string>} texts in use, with the language of their catalogue */
function texts() {
	const files = readdirSync(folder).filter((name) => name.endsWith('.po'));
	return new Set(
		files.flatMap((name) =>
			PO.parse(readFileSync(join(folder, name), 'utf8'))
				.items.filter(({ obsolete }) => !obsolete)
				.map(({ msgid }) => `${name}: ${msgid}`)
		)
	);
}

const run = (...args) =>
	execFileSync('npx', ['--no-install', 'wuchale', ...args], {
		cwd: projectFolder,
		stdio: ['ignore', 'ignore', 'inherit'],
		shell: process.platform === 'win32'
	});

const before = texts();
run('--clean');
const after = texts();
const changed = [
	...[...after].filter((text) => !before.has(text)).map((text) => `new  ${text}`),
	...[...before].filter((text) => !after.has(text)).map((text) => `gone ${text}`)
];
for (const line of changed) console.error(line);
if (changed.length > 0) {
	console.error('\nThe catalogues were not up to date; they are now. Translate what is new.');
	process.exit(1);
}
// The same values in source and translation.
run('check');
