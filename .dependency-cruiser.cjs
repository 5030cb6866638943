/** The import table of docs/architecture.md (tools/boundaries/layers.cjs), enforced. */

const { LAYERS, STATE_ROOMS } = require('./tools/boundaries/layers.cjs');

const escape = (name) => name.replace(/[/.]/g, '\\$&');
const anyOf = (names) => (names.length === 0 ? '(?!)' : names.map(escape).join('|'));

/** Runtime imports: own layer, allowed layers, allowed vendors. Type imports may also reach `typesFrom`. */
function rulesFor([layer, { layers, typesFrom = [], vendors }]) {
	const from = { path: `^src/${layer}/`, pathNot: '\\.test\\.ts$' };
	const allowedVendors = `^node_modules/(${anyOf(vendors)})(/|$)`;
	const allowed = (names) => `^src/(${anyOf([layer, ...names])})/`;
	return [
		{
			name: `${layer}-imports`,
			severity: 'error',
			comment: `src/${layer} may import ${[...layers, ...vendors].join(', ') || 'nothing else'}`,
			from,
			to: { dependencyTypesNot: ['type-only'], pathNot: [allowed(layers), allowedVendors] }
		},
		{
			name: `${layer}-type-imports`,
			severity: 'error',
			from,
			to: {
				dependencyTypes: ['type-only'],
				pathNot: [allowed([...layers, ...typesFrom]), allowedVendors]
			}
		}
	];
}

/** Types of a room above are allowed to nobody but `app-state.ts`, which hands all of them down. */
function stateRoomRule(room, index) {
	const above = STATE_ROOMS.slice(index + 1);
	return {
		name: `state-${room}-knows-no-room-above`,
		severity: 'error',
		from: { path: `^src/state/${room}/`, pathNot: '\\.test\\.ts$' },
		to: { path: `^src/state/(${anyOf(above)})/` }
	};
}

module.exports = {
	forbidden: [
		...Object.entries(LAYERS).flatMap(rulesFor),
		{
			name: 'adapters-stay-apart',
			severity: 'error',
			comment: 'one engine adapter never imports another',
			from: { path: '^src/engines/([^/]+)/', pathNot: '\\.test\\.ts$' },
			to: { path: '^src/engines/[^/]+/', pathNot: '^src/engines/($1|tokenizer|chat-template)/' }
		},
		{
			name: 'kit-knows-no-app',
			severity: 'error',
			from: { path: '^src/ui/kit/' },
			to: { path: '^src/', pathNot: '^src/ui/kit/' }
		},
		{
			name: 'parts-know-no-view',
			severity: 'error',
			comment: 'ui/kit, then ui/parts, then ui/views and ui/frame',
			from: { path: '^src/ui/parts/' },
			to: { path: '^src/ui/(views|frame)/' }
		},
		{
			name: 'views-stay-apart',
			severity: 'error',
			comment: 'a view is fetched when it is shown: another may only be imported lazily',
			from: { path: '^src/ui/views/([^/]+)/' },
			to: { path: '^src/ui/views/', pathNot: '^src/ui/views/$1/', dynamic: false }
		},
		...STATE_ROOMS.map(stateRoomRule),
		{
			name: 'nobody-imports-the-app',
			severity: 'error',
			from: { path: '^src/', pathNot: '^src/main\\.ts$' },
			to: { path: '^src/(main\\.ts|App\\.svelte)$' }
		},
		{
			name: 'no-cycles',
			severity: 'error',
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
		},
		{ name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
		{
			name: 'no-tests-in-the-app',
			severity: 'error',
			from: { path: '^src/', pathNot: '\\.test\\.ts$' },
			to: { path: '(^tests/|\\.test\\.ts$)' }
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.page.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['browser', 'import', 'svelte', 'default'],
			extensions: ['.ts', '.svelte', '.js', '.mjs', '.json']
		},
		extraExtensionsToScan: ['.json'],
		exclude: { path: '\\?(worker|url|raw)' }
	}
};
