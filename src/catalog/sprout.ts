/** Sprout, the built-in model: trained from scratch for Glasshouse, served with the app. */
import type { CatalogFile, CatalogModel, CatalogPrecision } from './model.ts';
// Written by tools/sprout-files.ts.
import sproutFiles from './sprout-files.json' with { type: 'json' };

const files: readonly CatalogFile[] = sproutFiles;

/** Written down, as anyone who only opens the app should not have to fetch what computes them. */
const DIGESTS = {
	int8: 'sha256:30d311d928983b683ab929018d36b8620933544afe12393d26fabb29b3eb5d63',
	q4: 'sha256:f4990d134783584fdb3acac1d89996e72a32a2dd722a282d9093d65e04df1c1f',
	fp32: 'sha256:4954062f2081cd656637eef12c0d241e8ca8a9e77c4e30d2725748fc2bbee4f8'
};

function precision(id: keyof typeof DIGESTS, weightsFile: string, hint: string): CatalogPrecision {
	const isPart = ({ name }: CatalogFile) => name === weightsFile || !name.endsWith('.onnx');
	return { id, hint, weightsFile, files: files.filter(isPart), digest: DIGESTS[id] };
}

export const sprout: CatalogModel = {
	id: 'sprout',
	name: 'Sprout',
	family: 'sprout',
	format: 'onnx',
	license: 'Apache-2.0',
	parameterCount: 951_424,
	summary: 'A very small model of a made-up world: loads at once, runs everywhere.',
	source: { url: 'models/sprout/', revision: null },
	precisions: [
		precision('int8', 'onnx/model_int8.onnx', 'Small to load and as fast as full precision.'),
		precision('q4', 'onnx/model_q4.onnx', 'The smallest; its answers differ a little.'),
		precision('fp32', 'onnx/model.onnx', 'Full precision, as trained.')
	]
};

function contentOf({ files: all }: CatalogPrecision): string {
	return all
		.map(({ digest }) => digest)
		.sort()
		.join();
}

/** Whether a model is Sprout: the built-in one, or a stored copy of its files, whatever they are called. */
export function isSprout({ id, stored, precisions }: CatalogModel): boolean {
	if (stored === undefined) return id === sprout.id;
	const own = sprout.precisions.map(contentOf);
	return precisions.every((one) => own.includes(contentOf(one)));
}
