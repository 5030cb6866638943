/** What a page of the app refuses to make of text, where the browser knows Trusted Types. */
import { expect } from '@playwright/test';
import { TRUSTED_TYPE_POLICIES } from '../../tools/vite/safety-headers.ts';
import { openApp } from './app.ts';
import { test } from './test.ts';

/** Tried in a page and in a worker: what becomes of text where something would run it. */
async function tryEverything(): Promise<Record<string, string>> {
	// What a test evaluates itself may be made of text.
	await new Promise((resolve) => setTimeout(resolve));
	const outcome = (work: () => unknown): string => {
		try {
			work();
			return 'done';
		} catch (error) {
			return error instanceof Error ? error.name : 'thrown';
		}
	};
	const scope = globalThis as unknown as {
		trustedTypes?: { createPolicy(name: string, rules: object): unknown };
	};
	const script = URL.createObjectURL(new Blob([''], { type: 'text/javascript' }));
	return {
		// oxlint-disable-next-line typescript/no-implied-eval -- tried on purpose
		code: outcome(() => Function('return 1')),
		'thread from a blob': outcome(() => new Worker(script)),
		'thread from elsewhere': outcome(() => new Worker('https://elsewhere.example/worker.js')),
		'another file as a thread': outcome(() => new Worker(new URL('./class.json', location.href))),
		'a policy of one’s own': outcome(() => scope.trustedTypes?.createPolicy('own', {})),
		...('document' in globalThis
			? {
					markup: outcome(() => (document.createElement('div').innerHTML = '<b>x</b>')),
					// oxlint-disable-next-line typescript/no-deprecated -- tried on purpose
					document: outcome(() => document.write('x')),
					'script address': outcome(() => (document.createElement('script').src = script))
				}
			: {})
	};
}

test('text becomes neither markup nor code nor a thread, in the page and in the model’s worker', async ({
	page,
	expectConsole
}) => {
	expectConsole(
		/TrustedHTML/,
		/policy named 'own'/i,
		/Evaluating a string as JavaScript|TrustedScript'/
	);
	await openApp(page);
	const inPage = await page.evaluate(tryEverything);
	expect(new Set(Object.values(inPage)), JSON.stringify(inPage)).not.toContain('done');
	const [worker] = page.workers();
	if (worker === undefined) throw new Error('the page has no worker');
	const inWorker = await worker.evaluate(tryEverything);
	expect(new Set(Object.values(inWorker)), JSON.stringify(inWorker)).not.toContain('done');
});

test('the policies that a page makes are those that its content policy names', async ({ page }) => {
	await page.addInitScript(() => {
		const { trustedTypes: factory } = globalThis as unknown as {
			trustedTypes: { createPolicy(name: string, rules: object): unknown };
		};
		const made: string[] = [];
		const create = factory.createPolicy.bind(factory);
		factory.createPolicy = (name, rules) => {
			made.push(name);
			return create(name, rules);
		};
		Object.assign(globalThis, { madePolicies: made });
	});
	await openApp(page);
	const made = await page.evaluate(
		() => (globalThis as unknown as { madePolicies: string[] }).madePolicies
	);
	expect(made.sort()).toEqual([...TRUSTED_TYPE_POLICIES].sort());
});
