/** The policies that code makes, held against the ones that the content policy lets it make. */
import { TRUSTED_TYPE_POLICIES } from './safety-headers.ts';

/** @param code as it is written, or as the build made it smaller */
export function policiesMadeBy(code: string): string[] {
	return [...code.matchAll(/\.\s*createPolicy\(\s*([^,]*?)\s*,/g)].map(([, name = '']) =>
		name.replace(/^(['"`])(.*)\1$/, '$2')
	);
}

/** @throws Error where the two lists differ */
export function checkPolicies(scripts: Iterable<string>): void {
	const made = new Set([...scripts].flatMap(policiesMadeBy));
	const allowed = new Set<string>(TRUSTED_TYPE_POLICIES);
	const unknown = [...made].filter((name) => !allowed.has(name));
	const unused = [...allowed].filter((name) => !made.has(name));
	if (unknown.length + unused.length === 0) return;
	const parts = [`made and not allowed: ${unknown.join(', ')}`, `not made: ${unused.join(', ')}`];
	throw new Error(`Trusted Types policies differ from safety-headers.ts; ${parts.join('; ')}`);
}
