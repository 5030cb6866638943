import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, TRUSTED_TYPE_POLICIES } from './safety-headers.ts';
import { checkPolicies, policiesMadeBy } from './trusted-types.ts';

function scriptsBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.(ts|js|svelte)$/.test(name) && !name.includes('.test.'))
		.map((name) => readFileSync(join(folder, name), 'utf8'));
}

test('the content policy allows exactly the policies that our code and Svelte’s make', () => {
	const scripts = ['src', 'node_modules/svelte/src/internal/client'].flatMap(scriptsBelow);
	expect(() => checkPolicies(scripts)).not.toThrow();
	expect(CONTENT_SECURITY_POLICY).toContain("require-trusted-types-for 'script'");
	expect(CONTENT_SECURITY_POLICY).toContain(`trusted-types ${TRUSTED_TYPE_POLICIES.join(' ')}`);
	expect(CONTENT_SECURITY_POLICY).not.toMatch(/trusted-types [^;]*('allow-duplicates'|\*)/);
});

test('a policy that nobody allowed, or nobody makes, stops the build', () => {
	const both = TRUSTED_TYPE_POLICIES.map((name) => `t.createPolicy(\`${name}\`,{})`);
	expect(() => checkPolicies(both)).not.toThrow();
	expect(() => checkPolicies([...both, 'trustedTypes.createPolicy("other", {})'])).toThrow(
		/made and not allowed: other/
	);
	expect(() => checkPolicies([...both, 'trustedTypes.createPolicy(name, {})'])).toThrow(/name/);
	expect(() => checkPolicies(both.slice(1))).toThrow(/not made: default/);
	expect(policiesMadeBy('const createPolicy = (name, x) => 1;')).toEqual([]);
});
