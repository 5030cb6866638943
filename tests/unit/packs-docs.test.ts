import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';

import { modelDigest } from '#core/digest/model-digest.ts';
import { classFileSchema } from '#storage/class-file.ts';
import { layOutClassPack } from '#storage/class-pack.ts';
import { packManifestOf, parsePackManifest } from '#storage/weights/pack-manifest.ts';
import type { StoredModel } from '#storage/weights/stored-model.ts';
import {
	docsPage,
	documentedFields,
	fieldsOf,
	publishedSchema,
	publishedText,
	publishedUrl,
	section
} from '../../tools/schema.ts';
import { isRead } from './is-read.ts';

const docs = docsPage('packs.md');

describe.each([
	['glasshouse-pack.json', 'pack'],
	['class.json', 'class']
] as const)('%s', (name, published) => {
	it('is described in docs/packs.md, every field of the schema and none that is not there', () => {
		const inSchema = fieldsOf(publishedSchema(published)).map(([path]) => path);
		expect([...documentedFields(section(docs, name)).keys()].sort()).toEqual(inSchema.sort());
	});

	it('has a schema that is current (else: npx tsx tools/schema.ts)', () => {
		expect(readFileSync(publishedUrl(published), 'utf8')).toBe(publishedText(published));
	});
});

/** As the store describes a model whose files are all there. */
function storedModel(): StoredModel {
	const digest = `sha256:${'a'.repeat(64)}`;
	const file = { sizeBytes: 3, storedBytes: 3, digest, state: 'stored', url: null } as const;
	return {
		id: 'owner/name:int8',
		title: 'Name',
		source: { url: 'https://hub.example/owner/name', revision: 'main' },
		files: [
			{ ...file, name: 'config.json', verifiedAt: 0 },
			{ ...file, name: 'onnx/model_int8.onnx', verifiedAt: 0 }
		],
		state: 'complete',
		deletedAt: null,
		digest: null,
		sizeBytes: 6,
		storedBytes: 6,
		addedAt: 0,
		lastUsedAt: null
	};
}

it('the schema of a model pack agrees with the reader', () => {
	const validate = new Ajv2020().compile(publishedSchema('pack'));
	const manifest = packManifestOf(storedModel());
	/** With the digest that follows from the changed file. */
	const withFile = (changes: object) => {
		const files = manifest.files.map((file, index) =>
			index === 0 ? { ...file, ...changes } : file
		);
		return { ...manifest, model: { ...manifest.model, digest: modelDigest(files) }, files };
	};
	const { title: _title, ...untitled } = manifest.model;
	const broken: unknown[] = [
		{ ...manifest, version: 2 },
		{ ...manifest, type: 'glasshouse.class' },
		{ ...manifest, files: [] },
		{ ...manifest, model: untitled },
		{ ...manifest, model: { ...manifest.model, digest: 'sha256:0' } },
		withFile({ name: 'glasshouse-pack.json' }),
		withFile({ sizeBytes: -1 }),
		withFile({ sizeBytes: 0.5 }),
		withFile({ url: 'javascript:0' })
	];
	for (const sound of [manifest, { ...manifest, later: 1 }, withFile({ sizeBytes: 0 })]) {
		expect([validate(sound), isRead(parsePackManifest, sound)]).toEqual([true, true]);
	}
	for (const data of broken)
		expect([validate(data), isRead(parsePackManifest, data)]).toEqual([false, false]);
});

it('the schema of a class pack’s list agrees with the reader', () => {
	const validate = new Ajv2020().compile(publishedSchema('class'));
	const pack = layOutClassPack<string>({
		title: 'Class 9b',
		app: [],
		models: [[{ path: 'config.json', source: '{}' }]],
		lessons: ['{}'],
		fromText: (text) => text
	});
	const written = pack.find(({ path }) => path === 'app/class.json')?.source ?? '';
	const list = JSON.parse(written) as Record<string, unknown>;
	const { lessons: _lessons, ...lacking } = list;
	const broken: unknown[] = [
		lacking,
		{ ...list, version: 2 },
		{ ...list, title: 'x'.repeat(201) },
		{ ...list, models: [1] },
		{ ...list, lessons: Array.from({ length: 201 }, () => 'a.lesson.json') }
	];
	const isListed = (data: unknown) => safeParse(classFileSchema, data).success;
	expect([validate(list), isListed(list)]).toEqual([true, true]);
	for (const data of broken) expect([validate(data), isListed(data)]).toEqual([false, false]);
});
