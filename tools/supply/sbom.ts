/** What the built app consists of, as a CycloneDX 1.5 document: the same build gives the same bytes. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crates, npmParts, type Part } from './parts.ts';

type Json = Readonly<Record<string, unknown>>;

function licencesOf(licence: string): Json[] {
	const isOne = /^[\w.-]+$/.test(licence);
	// SPDX knows no slash.
	const expression = licence.replace(/\s*\/\s*/, ' OR ');
	return [isOne ? { license: { id: licence } } : { expression }];
}

function componentOf({ name, version, licence, purl, hash }: Part): Json {
	return {
		type: 'library',
		'bom-ref': purl,
		name,
		version,
		scope: 'required',
		hashes: [hash],
		licenses: licencesOf(licence),
		purl
	};
}

function sha256(path: string): Json {
	return { alg: 'SHA-256', content: createHash('sha256').update(readFileSync(path)).digest('hex') };
}

function fileComponent(dist: string, name: string): Json {
	return { type: 'file', 'bom-ref': name, name, hashes: [sha256(join(dist, name))] };
}

/** The tokenizers: one binary from many crates, built by hand and kept in the repository. */
function tokenizers(dist: string): Json {
	const found = readdirSync(join(dist, 'assets')).find((name) =>
		/^tokenizers-.*\.wasm$/.test(name)
	);
	if (found === undefined) throw new Error('the build has no tokenizers');
	return {
		...fileComponent(dist, `assets/${found}`),
		description: 'built by tools/tokenizers/native/build.sh',
		licenses: licencesOf('Apache-2.0'),
		components: [
			...crates().map(componentOf),
			{
				type: 'library',
				'bom-ref': 'oniguruma',
				name: 'oniguruma',
				description: 'inside onig_sys',
				licenses: licencesOf('BSD-2-Clause')
			},
			{
				type: 'library',
				'bom-ref': 'rust-std',
				name: 'std',
				version: '1.96.0',
				description: 'the standard library of Rust, compiled from source',
				licenses: licencesOf('MIT OR Apache-2.0')
			}
		]
	};
}

/** ONNX Runtime's own files, which are copied from its package as they are. */
function runtimes(dist: string): Json[] {
	const names = readdirSync(join(dist, 'runtime/onnx')).sort();
	return names.map((name) => ({
		...fileComponent(dist, `runtime/onnx/${name}`),
		description: 'from the package onnxruntime-web',
		licenses: licencesOf('MIT')
	}));
}

function sprout(dist: string): Json {
	const folder = 'models/sprout';
	const names = readdirSync(join(dist, folder), { recursive: true, encoding: 'utf8' });
	const files = names.filter((name) => /\.\w+$/.test(name)).sort();
	return {
		type: 'machine-learning-model',
		'bom-ref': folder,
		name: 'Sprout',
		description: 'trained by tools/sprout/build.sh on texts that this repository writes',
		licenses: licencesOf('Apache-2.0'),
		components: files.map((name) => fileComponent(dist, `${folder}/${name}`))
	};
}

/**
 * @param dist the built folder
 * @param version of the app
 * @throws Error for a part whose licence nobody has allowed or that ships none
 */
export function billOfMaterials(dist: string, version: string): Json {
	const app = `pkg:generic/glasshouse@${version}`;
	const components = [
		...npmParts(dist).map(componentOf),
		...runtimes(dist),
		tokenizers(dist),
		sprout(dist)
	];
	return {
		$schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
		bomFormat: 'CycloneDX',
		specVersion: '1.5',
		version: 1,
		metadata: {
			lifecycles: [{ phase: 'build' }],
			component: {
				type: 'application',
				'bom-ref': app,
				name: 'glasshouse',
				version,
				licenses: licencesOf('Apache-2.0'),
				purl: app
			}
		},
		components,
		dependencies: [{ ref: app, dependsOn: components.map((each) => each['bom-ref']) }]
	};
}
