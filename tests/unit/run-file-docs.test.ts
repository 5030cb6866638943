import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { modelDigest } from '../../src/core/digest/model-digest.ts';
import { sha256Hex } from '../../src/core/digest/sha256.ts';
import { AppError } from '../../src/core/errors.ts';
import { parseRunFields } from '../../src/core/run-file/run-fields.ts';
import {
	docsPage,
	documentedFields,
	fieldsOf,
	publishedSchema,
	publishedText,
	publishedUrl
} from '../../tools/schema.ts';
import { exampleRun } from '../fixtures/example-run.ts';
import fc, { examples } from '../property.ts';

const docs = docsPage('run-file.md');

describe('docs/run-file.md', () => {
	it('describes every field of the schema, and none that is not there', () => {
		const inSchema = fieldsOf(publishedSchema('run')).map(([path]) => path);
		const inDocs = [...documentedFields(docs).keys()].filter((name) => !name.startsWith('run-'));
		expect(inDocs.sort()).toEqual(inSchema.sort());
	});
});

describe('public/schema/run-1.schema.json', () => {
	it('is current (else: npx tsx tools/schema.ts)', () => {
		expect(readFileSync(publishedUrl('run'), 'utf8')).toBe(publishedText('run'));
	});

	it('describes every field', () => {
		for (const [path, node] of fieldsOf(publishedSchema('run'))) {
			expect(node.description, path).toMatch(/\.$/);
		}
	});

	const validate = new Ajv2020().compile(publishedSchema('run'));

	function agrees(data: unknown): boolean {
		let read = true;
		try {
			parseRunFields(data);
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			read = false;
		}
		return read === validate(data);
	}

	it('accepts a sound run', () => {
		expect(validate(exampleRun())).toBe(true);
	});

	it('agrees with the reader on runs of which one or two things were changed', () => {
		const paths = valuePaths(exampleRun());
		const odd = fc.constantFrom<unknown>(
			...[
				null,
				true,
				0,
				1,
				-1,
				0.5,
				-0.5,
				1.5,
				101,
				-101,
				1e300,
				2 ** 53,
				2 ** 32,
				'',
				'x',
				'0',
				'01'
			],
			...[
				'18446744073709551615',
				'18446744073709551616',
				'99999999999999999999',
				[],
				{},
				[1],
				[null]
			],
			...[
				{ '5': 1 },
				{ '4294967296': 1 },
				{ x: 1 },
				{ x: 'y' },
				'stop',
				'chat',
				'wasm',
				'sha256:0'
			],
			...[
				'2026-02-30T25:00:00Z',
				'2026-02-30T05:00:00Z',
				`sha256:${'a'.repeat(64)}`,
				'a'.repeat(1001)
			]
		);
		const edit = fc.tuple(fc.constantFrom(...paths), fc.constantFrom('set', 'delete', 'add'), odd);
		fc.assert(
			fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
				const run: unknown = structuredClone(exampleRun());
				for (const [path, kind, value] of edits) mutate(run, path, kind, value);
				expect(agrees(run)).toBe(true);
			}),
			{ numRuns: examples(500) }
		);
	});
});

type Path = readonly (string | number)[];

function valuePaths(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [path];
	const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
	const inner = entries.flatMap(([key, item]) => valuePaths(item, [...path, key]));
	return path.length === 0 ? inner : [path, ...inner];
}

function mutate(run: unknown, path: Path, kind: 'set' | 'delete' | 'add', value: unknown): void {
	let parent = run;
	for (const key of path.slice(0, -1)) {
		if (typeof parent !== 'object' || parent === null) return;
		parent = Reflect.get(parent, key);
	}
	if (typeof parent !== 'object' || parent === null) return;
	const last = path.at(-1) ?? '';
	if (kind === 'set') Reflect.set(parent, last, value);
	else if (kind === 'add' && !Array.isArray(parent)) Reflect.set(parent, 'extra', value);
	else if (Array.isArray(parent)) parent.splice(Number(last), 1);
	else Reflect.deleteProperty(parent, last);
}

describe('the model digest script in the docs', () => {
	const [, script = ''] = /```sh\n([^]*?)```/.exec(docs) ?? [];
	const folder = new URL('../../public/models/sprout/', import.meta.url).pathname;

	function runScript(directory: string, names: readonly string[]): string {
		const file = join(mkdtempSync(join(tmpdir(), 'digest-')), 'model-digest.sh');
		writeFileSync(file, script);
		return execFileSync('sh', [file, directory, ...names], { encoding: 'utf8' }).trim();
	}

	function digestOf(directory: string, names: readonly string[]): string {
		return modelDigest(
			names.map((name) => ({
				name,
				digest: `sha256:${sha256Hex(readFileSync(join(directory, name)))}`
			}))
		);
	}

	it('agrees with the app on a folder whose names need care', () => {
		const directory = mkdtempSync(join(tmpdir(), 'model-'));
		const names = ['b.bin', 'a b.json', 'B.bin', 'é.txt'];
		for (const name of names)
			writeFileSync(join(directory, name), createHash('md5').update(name).digest());
		expect(runScript(directory, [])).toBe(digestOf(directory, names));
		expect(runScript(directory, ['b.bin', 'B.bin'])).toBe(digestOf(directory, ['B.bin', 'b.bin']));
	});

	it.runIf(existsSync(join(folder, 'config.json')))(
		'agrees with the app on the built-in model, whole and per precision',
		() => {
			const names = readdirSync(folder, { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
			expect(runScript(folder, [])).toBe(digestOf(folder, names));
			for (const weights of names.filter((name) => name.endsWith('.onnx'))) {
				const own = names.filter((name) => name === weights || !name.endsWith('.onnx'));
				expect(runScript(folder, own)).toBe(digestOf(folder, own));
			}
		}
	);
});
