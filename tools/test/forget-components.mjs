import { readdirSync, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../run/prepare.mjs';

/** Where `svelte-check` keeps what it made of each component. */
const FOLDER = '.svelte-check/svelte';

/** `svelte-check` keeps what it made of a component that is there no more, and then finds errors in it. */
export function forgetRemovedComponents() {
	const folder = join(projectFolder, FOLDER);
	if (!existsSync(folder)) return;
	for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		const [, name] = /([^/\\]+)\.d\.svelte\.ts$/.exec(file) ?? [];
		if (name === undefined) continue;
		const room = dirname(file);
		if (existsSync(join(projectFolder, room, `${name}.svelte`))) continue;
		rmSync(join(folder, file), { force: true });
		rmSync(join(folder, room, `++${name}.svelte.ts`), { force: true });
	}
}
