/** Rules that ask for types are checked by oxlint in modules: the same ones, with the same options, as ESLint's of components. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const HERE = '@typescript-eslint/';
const THERE = 'typescript/';

/** Too new for oxlint: checked in components alone. */
const NOT_THERE = ['no-unsafe-class-instance-assignment'];

const oxlint = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as {
	rules: Record<string, unknown>;
};

type Rules = Record<string, [severity: number, ...options: unknown[]]>;
const rulesFor = async (eslint: ESLint, file: string): Promise<Rules> => {
	const config = (await eslint.calculateConfigForFile(join(root, file))) as { rules: Rules };
	return config.rules;
};

test('modules are held to the typed rules of components, with the same options', async () => {
	const eslint = new ESLint({ cwd: root });
	const ofModule = await rulesFor(eslint, 'src/main.ts');
	const inComponents = Object.entries(await rulesFor(eslint, 'src/App.svelte'));
	// What is on in components and off in modules is what asks for types.
	const typed = inComponents
		.filter(([name, [severity]]) => name.startsWith(HERE) && severity === 2)
		.filter(([name]) => (ofModule[name]?.[0] ?? 0) === 0)
		.map(([name, [, ...options]]) => [name.slice(HERE.length), options] as const)
		.filter(([name]) => !NOT_THERE.includes(name));
	expect(typed.length).toBeGreaterThan(40);
	const expected = typed.map(([name, options]) => [
		`${THERE}${name}`,
		options.length === 0 ? 'error' : ['error', ...options]
	]);
	expect(oxlint.rules).toEqual(Object.fromEntries(expected));
});

test('they find what they are for', () => {
	const folder = mkdtempSync(join(tmpdir(), 'glasshouse-lint-'));
	try {
		const tsconfig = {
			extends: join(root, 'tsconfig.json'),
			include: ['*.ts'],
			compilerOptions: { types: [] }
		};
		writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
		writeFileSync(
			join(folder, 'faults.ts'),
			`type Kind = 'a' | 'b';
export async function save(): Promise<void> {}
export function run(kind: Kind, parsed: string, items: string[]): string {
	save();
	if (typeof parsed !== 'string') return '';
	switch (kind) {
		case 'a':
			return String(JSON.parse(parsed).name);
	}
	items.forEach(async () => save());
	return \`\${items}\`;
}
`
		);
		const args = ['--config', join(root, '.oxlintrc.json'), '--format=unix', folder];
		let said = '';
		try {
			execFileSync(join(root, 'node_modules/.bin/oxlint'), args, { cwd: root, encoding: 'utf8' });
		} catch (error) {
			said = (error as { stdout: string }).stdout;
		}
		for (const rule of [
			'no-floating-promises',
			'switch-exhaustiveness-check',
			'no-unsafe-member-access',
			'no-misused-promises',
			'restrict-template-expressions'
		]) {
			expect(said).toContain(rule);
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
});
