import type { SelfTest } from '#protocol/worker-api.ts';

/** What no working model does. */
export type SelfTestFault = Exclude<SelfTest, { readonly kind: 'passed' | 'not-run' }>;

export function faultOf(selfTest: SelfTest): SelfTestFault | null {
	return selfTest.kind === 'passed' || selfTest.kind === 'not-run' ? null : selfTest;
}
