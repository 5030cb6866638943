import type { Run } from '#core/run-file/schema.ts';

interface BrandVersion {
	readonly brand: string;
	readonly version: string;
}

/** The parts of `navigator` that are read; `userAgentData` is missing outside Chromium. */
export interface NavigatorFacts {
	readonly userAgent: string;
	readonly hardwareConcurrency?: number;
	readonly userAgentData?: { readonly brands: readonly BrandVersion[] };
}

const BROWSERS: readonly [name: string, pattern: RegExp][] = [
	['Edge', /\bEdg\/(\d+)/],
	['Opera', /\bOPR\/(\d+)/],
	['Firefox', /\bFirefox\/(\d+)/],
	['Chrome', /\bChrome\/(\d+)/],
	['Safari', /\bVersion\/(\d+)[\d.]* .*\bSafari\//]
];

const SYSTEMS: readonly [name: string, pattern: RegExp][] = [
	['iOS', /\b(iPhone|iPad)\b/],
	['Android', /\bAndroid\b/],
	['Windows', /\bWindows\b/],
	['macOS', /\bMac OS X\b/],
	['ChromeOS', /\bCrOS\b/],
	['Linux', /\bLinux\b/]
];

/** Browser with its major version, operating system, cores: enough to explain a difference, too little to track. */
export function describeEnvironment(facts: NavigatorFacts): Run['environment'] {
	const { userAgent } = facts;
	const brand = facts.userAgentData?.brands.find(({ brand }) => !/not.?a.?brand/i.test(brand));
	return {
		browser: brand === undefined ? browserName(userAgent) : `${brand.brand} ${brand.version}`,
		os: SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'unknown',
		logical_cores: facts.hardwareConcurrency ?? null
	};
}

function browserName(userAgent: string): string {
	for (const [name, pattern] of BROWSERS) {
		const version = pattern.exec(userAgent)?.[1];
		if (version !== undefined) return `${name} ${version}`;
	}
	return 'unknown';
}
