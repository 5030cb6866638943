/** What runs on somebody else's machine with rights to this repository is named exactly. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const FOLDER = '.github/workflows';
const files = readdirSync(FOLDER);

interface Action {
	readonly name: string;
	readonly pin: string;
	readonly version: string;
}

/** Every action of every workflow, apart from workflows of this repository. */
const actions: readonly Action[] = files.flatMap((file) =>
	[...readFileSync(`${FOLDER}/${file}`, 'utf8').matchAll(/\buses:\s*(\S+)(?:\s+#\s*(\S+))?/g)]
		.filter(([, name = '']) => !name.startsWith('./'))
		.map(([, target = '', version = '']) => {
			const [name = '', pin = ''] = target.split('@');
			return { name, pin, version };
		})
);

describe('workflows', () => {
	test('pin every action to a commit, and say which version that is', () => {
		expect(actions.length).toBeGreaterThanOrEqual(7);
		for (const { name, pin, version } of actions) {
			expect(pin, name).toMatch(/^[\da-f]{40}$/);
			expect(version, name).toMatch(/^v\d+\.\d+\.\d+$/);
		}
	});

	test('use one version of an action everywhere', () => {
		const pins = new Set(actions.map(({ name, pin, version }) => `${name} ${pin} ${version}`));
		expect(pins.size).toBe(new Set(actions.map(({ name }) => name)).size);
	});

	test('may read the repository and no more, unless a job says so', () => {
		for (const file of files) {
			const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
			expect(text, file).toMatch(/^permissions:\n {2}contents: read\n\S*\n/m);
		}
	});

	test('are started by nothing that gives a stranger’s code more than it needs', () => {
		for (const file of files) {
			const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
			expect(text, file).not.toMatch(/pull_request_target|workflow_run|secrets\./);
		}
	});
});
