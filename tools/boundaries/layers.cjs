/**
 * The import table: one row a layer, what it may reach. docs/architecture.md shows it (tested),
 * .dependency-cruiser.cjs enforces it.
 */
const LAYERS = {
	core: { layers: [], vendors: ['valibot', '@noble/hashes', 'fflate', 'yaml'] },
	protocol: { layers: ['core'], vendors: ['comlink'] },
	storage: { layers: ['core'], vendors: ['idb', 'valibot', 'hash-wasm'] },
	catalog: { layers: ['core'], typesFrom: ['protocol'], vendors: [] },
	engines: {
		layers: ['core'],
		typesFrom: ['catalog'],
		vendors: ['onnxruntime-web', '@mlc-ai/web-llm', 'valibot']
	},
	worker: {
		layers: ['core', 'protocol', 'storage', 'catalog', 'engines'],
		vendors: [
			'comlink',
			'hash-wasm',
			'mdast-util-from-markdown',
			'mdast-util-gfm-table',
			'micromark-extension-gfm-table'
		]
	},
	'service-worker': { layers: [], typesFrom: ['storage'], vendors: ['workbox-precaching'] },
	client: { layers: ['core', 'protocol'], vendors: ['comlink'] },
	locales: { layers: [], vendors: ['wuchale'] },
	words: {
		layers: ['core', 'locales'],
		typesFrom: ['catalog', 'protocol', 'state'],
		vendors: []
	},
	state: {
		layers: ['core', 'locales', 'words', 'storage', 'catalog', 'client'],
		typesFrom: ['protocol'],
		vendors: ['svelte', 'valibot']
	},
	ui: {
		layers: ['core', 'locales', 'words', 'state'],
		typesFrom: ['catalog', 'protocol', 'storage', 'client'],
		vendors: ['svelte', 'lean-qr', 'd3-scale', 'd3-shape']
	}
};

/** The rooms of src/state, lowest first: each knows only those before it. */
const STATE_ROOMS = [
	'page',
	'model',
	'runs',
	'glass',
	'play',
	'library',
	'bench',
	'texts',
	'fill',
	'evaluation',
	'data',
	'offline',
	'lessons',
	'embed'
];

module.exports = { LAYERS, STATE_ROOMS };
