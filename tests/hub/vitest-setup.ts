/** Starts one loopback hub for a test run; tests find it with `inject('hubUrl')`. */
import type { TestProject } from 'vitest/node';

import { LoopbackHub } from './hub.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		hubUrl: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const hub = await LoopbackHub.start();
	project.provide('hubUrl', hub.url);
	return () => hub.stop();
}
