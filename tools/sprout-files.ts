/**
 * Writes sizes and digests of the built-in model's files into the catalogue. Run it after an export:
 *
 *     npx tsx tools/sprout-files.ts
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CatalogFile } from '#catalog/model.ts';

const MODEL_FOLDER = new URL('../public/models/sprout/', import.meta.url);
const LIST = new URL('../src/catalog/sprout-files.json', import.meta.url);

/** Every file of the model that is on disk, sorted by name. */
export function describeSproutFiles(folder: URL = MODEL_FOLDER): CatalogFile[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => name.replaceAll('\\', '/'))
		.filter((name) => /\.(json|onnx|jinja)$/.test(name) && statSync(new URL(name, folder)).isFile())
		.sort()
		.map((name) => {
			const bytes = readFileSync(new URL(name, folder));
			const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
			return { name, sizeBytes: bytes.length, digest };
		});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const files = describeSproutFiles();
	writeFileSync(LIST, `${JSON.stringify(files, null, '\t')}\n`);
	console.log(
		`${files.length} files, ${files.reduce((sum, file) => sum + file.sizeBytes, 0)} bytes`
	);
}
