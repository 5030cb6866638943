import { beforeEach, expect, test, vi } from 'vitest';

/** A browser whose graphics adapter a test takes away or gives. */
function browserWith(adapter: GPUAdapter | null, version = 'Browser 1') {
	const kept = new Map<string, string>();
	const requestAdapter = vi.fn(() => Promise.resolve(adapter));
	return {
		requestAdapter,
		source: {
			gpu: { requestAdapter },
			browser: version,
			storage: {
				getItem: (key: string) => kept.get(key) ?? null,
				setItem: (key: string, value: string) => void kept.set(key, value),
				removeItem: (key: string) => void kept.delete(key)
			}
		}
	};
}

/** As a page that has just been opened. */
async function freshPage() {
	vi.resetModules();
	return await import('./ask-adapter.ts');
}

let page: Awaited<ReturnType<typeof freshPage>>;
beforeEach(async () => {
	page = await freshPage();
});

test('a browser without a graphics adapter is asked once, and not on later visits', async () => {
	const { requestAdapter, source } = browserWith(null);
	expect(await page.askAdapter(source)).toBeNull();
	expect(await page.askAdapter(source)).toBeNull();
	const later = await freshPage();
	expect(await later.askAdapter(source)).toBeNull();
	expect(requestAdapter).toHaveBeenCalledOnce();
});

test('it is asked again by someone who wants to know, and when it has a new version', async () => {
	const { requestAdapter, source } = browserWith(null);
	await page.askAdapter(source);
	await page.askAdapter(source, true);
	expect(requestAdapter).toHaveBeenCalledTimes(2);
	const later = await freshPage();
	await later.askAdapter({ ...source, browser: 'Browser 2' });
	expect(requestAdapter).toHaveBeenCalledTimes(3);
});

test('an adapter that is there is asked for on each visit, once', async () => {
	const adapter = {} as GPUAdapter;
	const { requestAdapter, source } = browserWith(adapter);
	expect(await page.askAdapter(source)).toBe(adapter);
	expect(await page.askAdapter(source)).toBe(adapter);
	const later = await freshPage();
	expect(await later.askAdapter(source)).toBe(adapter);
	expect(requestAdapter).toHaveBeenCalledTimes(2);
});
