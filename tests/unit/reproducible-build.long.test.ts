/** The same sources give the same bytes, so that anybody can hold a published copy against a build of their own. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeBuild } from '../../tools/supply/provenance.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasshouse-twice-'));

function build(name: string): string {
	const outDir = join(folder, name);
	// As a person would: what is set for tests must not reach it.
	const { VITEST: _vitest, NODE_ENV: _mode, ...env } = process.env;
	const args = ['vite', 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'];
	execFileSync('npx', ['--no-install', ...args], { env });
	return outDir;
}

test('two builds are the same, byte for byte', { timeout: 900_000 }, () => {
	try {
		const [first, second] = [build('first'), build('second')].map(
			(dist) => describeBuild(dist).subject
		);
		expect(first?.length).toBeGreaterThan(100);
		expect(second).toEqual(first);
		// It would find a difference.
		cpSync('package.json', join(folder, 'second/index.html'));
		expect(describeBuild(join(folder, 'second')).subject).not.toEqual(first);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
