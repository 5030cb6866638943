/** Every part of others that the built app contains, with its origin, licence and digest. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages, readLock, type LockedPackage } from './bundled-packages.ts';

export interface Part {
	readonly name: string;
	readonly version: string;
	/** Of SPDX. */
	readonly licence: string;
	/** The licence as its owner ships it; null for the Apache License, which is ours, too. */
	readonly text: string | null;
	/** A package URL. */
	readonly purl: string;
	/** Of the archive that its registry gives. */
	readonly hash: { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string };
}

/** What a part may be under. Another licence stops the build until somebody has read it. */
const ALLOWED: ReadonlySet<string> = new Set([
	...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'],
	'Zlib'
]);

/** @param licence an expression; older crates write `/` for OR */
export function isAllowed(licence: string): boolean {
	const choices = licence.replace(/^\((.*)\)$/, '$1').split(/\s+OR\s+|\s*\/\s*/);
	return choices.some((choice) => ALLOWED.has(choice));
}

/** @throws Error for a licence that nobody has allowed */
function requireAllowed(name: string, licence: string | undefined): string {
	if (licence !== undefined && isAllowed(licence)) return licence;
	throw new Error(`${name} is under ${licence ?? 'no licence'}: read it, then see tools/supply`);
}

/** Packages that ship no licence file: what their package.json or their own sources say of who holds the rights. */
const HOLDERS: Readonly<Record<string, string>> = {
	'onnxruntime-web': 'Copyright (c) Microsoft Corporation. All rights reserved.'
};

function mitText(holder: string): string {
	const text = readFileSync(new URL('./mit.txt', import.meta.url), 'utf8');
	return `MIT License\n\n${holder}\n\n${text}`;
}

interface Manifest {
	readonly license?: string;
	readonly author?: string | { readonly name: string };
}

/** @throws Error when neither a file nor a holder is known */
function licenceText(name: string, folder: string, manifest: Manifest): string {
	const [file] = readdirSync(folder).filter((each) => /^(licen[cs]e|copying)/i.test(each));
	if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim();
	const { author } = manifest;
	const by = typeof author === 'object' ? author.name : author;
	const holder = HOLDERS[name] ?? (by === undefined ? undefined : `Copyright (c) ${by}`);
	if (manifest.license !== 'MIT' || holder === undefined) {
		throw new Error(`${name} ships no licence text`);
	}
	return mitText(holder);
}

function fromNpm(name: string, lock: ReadonlyMap<string, LockedPackage>): Part {
	const folder = join('node_modules', name);
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
	const locked = lock.get(name);
	if (locked === undefined) throw new Error(`${name} is not in the lock file`);
	const licence = requireAllowed(name, manifest.license);
	const { version, integrity } = locked;
	return {
		name,
		version,
		licence,
		text: licenceText(name, folder, manifest),
		purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
		hash: {
			alg: 'SHA-512',
			content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')
		}
	};
}

interface Crate {
	readonly name: string;
	readonly version: string;
	readonly licence: string;
	readonly text: string | null;
	readonly sha256: string;
}

/** What is compiled into `src/engines/tokenizer/tokenizers.wasm`: see `tools/tokenizers/native/licences.mjs`. */
export function crates(): Part[] {
	const path = 'tools/tokenizers/native/licences.json';
	const list = (JSON.parse(readFileSync(path, 'utf8')) as { crates: Crate[] }).crates;
	return list.map(({ name, version, licence, text, sha256 }) => ({
		name,
		version,
		licence: requireAllowed(name, licence),
		text,
		purl: `pkg:cargo/${name}@${version}`,
		hash: { alg: 'SHA-256', content: sha256 }
	}));
}

/** @param dist the built folder. @throws Error for a licence that nobody has allowed, or a part without one */
export function npmParts(dist: string): Part[] {
	const lock = readLock();
	return bundledPackages(dist).map((name) => fromNpm(name, lock));
}
