import { expect, test } from 'vitest';
import { importedAtOnce } from './first-words.ts';

const TREE: Readonly<Record<string, string>> = {
	'src/main.ts': `
import { mount } from 'svelte';
import type { Run } from '#core/run.ts';
import {
	a,
	b
} from '#state/a.ts';
import App from './App.svelte';
import './app.css';
const later = () => import('./later.ts');`,
	'src/state/a.ts': `export { b } from '../words/b.ts';`,
	'src/words/b.ts': `import '../state/a.ts';`,
	'src/App.svelte': `<script lang="ts">
	import Rail from '#ui/Rail.svelte';
</script>
{#await import('./later.ts')}{/await}`,
	'src/ui/Rail.svelte': '<nav></nav>',
	'src/later.ts': '',
	'src/core/run.ts': ''
};

test('the first screen is what main.ts imports at once, not what it fetches later or knows by type', () => {
	const read = (path: string): string | null => TREE[path] ?? null;
	expect([...importedAtOnce('src/main.ts', { read })].sort()).toEqual([
		'src/App.svelte',
		'src/main.ts',
		'src/state/a.ts',
		'src/ui/Rail.svelte',
		'src/words/b.ts'
	]);
});
