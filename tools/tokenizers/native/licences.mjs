/**
 * Writes licences.json: every crate that is compiled into tokenizers.wasm, with its licence and the text that it
 * ships. To be run after build.sh, which has fetched the crates: node tools/tokenizers/native/licences.mjs
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src');
const [registry] = readdirSync(sources);

const lock = readFileSync(join(here, 'Cargo.lock'), 'utf8');

function checksum(name, version) {
	const entry = lock
		.split('[[package]]')
		.find(
			(each) => each.includes(`name = "${name}"\n`) && each.includes(`version = "${version}"\n`)
		);
	return /checksum = "([0-9a-f]{64})"/.exec(entry ?? '')[1];
}

/** The text of the licence that we choose where there is a choice: MIT, else what there is; null for Apache-2.0. */
function licenceText(folder, licence) {
	const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying)/i.test(name));
	const mit = names.find((name) => /mit/i.test(name));
	if (mit === undefined && /Apache-2\.0/.test(licence)) return null;
	const [file] = mit === undefined ? names : [mit];
	return file === undefined ? null : readFileSync(join(folder, file), 'utf8').trim();
}

const tree = execFileSync(
	'cargo',
	[
		...['tree', '--offline', '--locked', '--target', 'wasm32-unknown-unknown'],
		...['-e', 'normal,no-proc-macro', '--prefix', 'none', '-f', '{p}|{l}']
	],
	{ cwd: here, encoding: 'utf8' }
);
const lines = tree.split('\n').map((line) => line.replace(' (*)', ''));
const crates = [...new Set(lines)]
	.map((line) => /^(\S+) v(\S+)\|(.+)$/.exec(line))
	.filter((match) => match !== null)
	.map(([, name, version, licence]) => {
		const folder = join(sources, registry, `${name}-${version}`);
		const text = licenceText(folder, licence);
		return { name, version, licence, text, sha256: checksum(name, version) };
	})
	.sort((a, b) => (a.name < b.name ? -1 : 1));

const oniguruma = readdirSync(join(sources, registry)).find((name) => name.startsWith('onig_sys-'));
const copying = readFileSync(
	join(sources, registry, oniguruma, 'oniguruma/COPYING'),
	'utf8'
).trim();
const cargoLock = createHash('sha256').update(lock).digest('hex');
const list = { cargoLock, oniguruma: copying, crates };
writeFileSync(join(here, 'licences.json'), `${JSON.stringify(list, null, '\t')}\n`);
