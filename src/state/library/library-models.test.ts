import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { modelKey, storedModelId } from '#catalog/model-parts.ts';
import { AppError } from '#core/errors.ts';
import type { DownloadEnvironment } from '#storage/weights/download-environment.ts';
import type { FolderFile } from '#storage/weights/import-model.ts';
import type { StoredModel } from '#storage/weights/stored-model.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';
import { inspectFolder } from './looking/folder-model.ts';
import { atHub } from './looking/hub-manifest.ts';
import { storedShare } from './library-state.svelte.ts';
import { MirrorState } from './mirror-state.svelte.ts';
import { StorageState } from './storage-state.svelte.ts';
import { catalogModelOf } from './stored-catalog.ts';
import { ToastState } from '../page/toast-state.svelte.ts';

const COMMIT = '0123456789'.repeat(4);

const environment: DownloadEnvironment = {
	fetch: () => Promise.reject(new TypeError('no network in this test')),
	now: () => 0,
	epochMs: () => 0,
	random: () => 0,
	sleep: () => Promise.resolve(),
	isOnline: () => true,
	whenOnline: () => Promise.resolve(),
	estimate: () => Promise.resolve({ quota: 1e9, usage: 1e6 }),
	locks: null
};

function file(path: string, text: string): FolderFile {
	return { path, blob: new Blob([text]) };
}

const CONFIG = { model_type: 'llama', vocab_size: 10, max_position_embeddings: 64 };
const FOLDER: readonly FolderFile[] = [
	file('mine/config.json', JSON.stringify(CONFIG)),
	file('mine/tokenizer.json', '{}'),
	file('mine/tokenizer_config.json', '{}'),
	file('mine/onnx/model_q4.onnx', 'q4'),
	file('mine/onnx/model.onnx', 'full weights'),
	file('mine/README.md', 'not needed')
];

describe('names of models', () => {
	test('a stored model is the same one whatever its commit', () => {
		for (const key of ['owner/name:int8', 'Name-q4f32_1-MLC', 'local/mine:q4']) {
			expect(modelKey(storedModelId(key, COMMIT))).toBe(key);
			expect(modelKey(storedModelId(key, null))).toBe(key);
		}
	});

	test('a download continues at another mirror, at the same commit', () => {
		const url = `https://one.example/owner/name/resolve/${COMMIT}/a.bin`;
		const manifest = {
			id: 'x',
			title: 'x',
			source: { url: null, revision: COMMIT },
			files: [{ name: 'a.bin', sizeBytes: 1, digest: null, url }]
		};
		const [moved] = atHub(manifest, 'https://two.example/hub', undefined).files;
		expect(moved?.url).toBe(`https://two.example/hub/owner/name/resolve/${COMMIT}/a.bin`);
	});
});

describe('a model folder', () => {
	test('offers its precisions, the smallest first, each with only the files it needs', async () => {
		const { title, problems, choices } = await inspectFolder(FOLDER);
		expect({ title, problems }).toEqual({ title: 'mine', problems: [] });
		expect(choices.map(({ precision }) => precision)).toEqual(['q4', 'fp32']);
		expect(choices[0]?.files.map(({ path }) => path)).toEqual([
			'config.json',
			'tokenizer.json',
			'tokenizer_config.json',
			'onnx/model_q4.onnx'
		]);
	});

	test('has a map of special tokens where its tokenizer lists no added ones', async () => {
		const partsOf = async (tokenizerConfig: string) => {
			const folder = FOLDER.filter(({ path }) => !path.endsWith('tokenizer_config.json'));
			const { choices } = await inspectFolder([
				...folder,
				file('mine/tokenizer_config.json', tokenizerConfig),
				file('mine/special_tokens_map.json', '{}')
			]);
			return choices[0]?.files.map(({ path }) => path);
		};
		expect(await partsOf('{}')).toContain('special_tokens_map.json');
		expect(await partsOf('{"added_tokens_decoder": {}}')).not.toContain('special_tokens_map.json');
	});

	test('that lacks files is refused with all of them', async () => {
		const { choices, problems } = await inspectFolder([file('mine/README.md', '')]);
		expect(choices).toEqual([]);
		expect(problems.length).toBeGreaterThan(2);
	});
});

describe('storage', () => {
	let store: WeightStore;
	let storage: StorageState;
	let toasts: ToastState;
	let told: readonly StoredModel[];

	beforeEach(() => {
		vi.useRealTimers();
		store = new WeightStore({ now: () => 1, name: crypto.randomUUID() });
		toasts = new ToastState();
		told = [];
		storage = openStorage(environment);
	});

	/** As a tab does; several of them share the store. */
	function openStorage(around: DownloadEnvironment): StorageState {
		return new StorageState({
			store,
			environment: around,
			persistence: {},
			toasts,
			appBytes: () => Promise.resolve(0),
			onModels: (models) => {
				told = models;
				return Promise.resolve();
			}
		});
	}

	async function takeIn(): Promise<StoredModel> {
		const [offer] = (await inspectFolder(FOLDER)).choices;
		await storage.takeFolder('mine', offer?.files ?? [], offer?.described ?? null);
		const { status } = storage.importing;
		if (status.kind !== 'done') throw new Error(status.kind);
		return status.value;
	}

	test('a folder that is imported can be loaded, under its precision and digest', async () => {
		const stored = await takeIn();
		expect(told.map(({ id }) => id)).toEqual(['local/mine:q4']);
		const model = await catalogModelOf(stored, {
			record: () => undefined,
			hubModel: () => undefined,
			nameOf: () => null,
			readJson: async (id, name) => {
				return JSON.parse(await (await store.openFile(id, name)).text()) as unknown;
			}
		});
		expect(model).toMatchObject({
			name: 'mine',
			family: 'llama',
			format: 'onnx',
			precisions: [{ id: 'q4', weightsFile: 'onnx/model_q4.onnx' }],
			stored: { id: 'local/mine:q4', digest: stored.digest, mlc: null, isQuoted: true }
		});
		expect(storedShare(stored)).toBe(1);
	});

	test('a deleted model is gone from the page at once, and Undo brings it back', async () => {
		const stored = await takeIn();
		await storage.remove(stored);
		expect(storage.find('local/mine:q4')).toBeUndefined();
		expect(told).toEqual([]);
		toasts.toasts[0]?.action?.run();
		expect(storage.find('local/mine:q4')?.state).toBe('complete');
		expect(await store.get(stored.id)).not.toBeNull();
	});

	test('what the page calls deleted is noted as deleted, should the tab be closed right then', async () => {
		const stored = await takeIn();
		const events: string[] = [];
		const mark = store.markDeleted.bind(store);
		vi.spyOn(store, 'markDeleted').mockImplementation(async (id) => {
			await mark(id);
			events.push('noted');
		});
		vi.spyOn(toasts, 'undoable').mockImplementation((text) => void events.push(text));
		const removing = storage.remove(stored);
		expect(storage.models).toEqual([]);
		await removing;
		expect(events).toEqual(['noted', 'mine deleted.']);
	});

	test('a deletion that cannot be noted says so, and the model stays', async () => {
		const stored = await takeIn();
		vi.spyOn(store, 'markDeleted').mockRejectedValue(new AppError('storage-full', 'no room'));
		await storage.remove(stored);
		expect(storage.trouble?.code).toBe('storage-full');
		expect(toasts.toasts).toEqual([]);
		expect(storage.find('local/mine:q4')?.state).toBe('complete');
	});

	test('a deletion outlives its tab: the next one hides the model, and erases it in time', async () => {
		const stored = await takeIn();
		await storage.remove(stored);
		const soon = openStorage(environment);
		await soon.refresh();
		expect(soon.models).toEqual([]);
		expect(await store.get(stored.id)).not.toBeNull();
		const later = openStorage({ ...environment, epochMs: () => 60_000 });
		await later.refresh();
		expect(later.models).toEqual([]);
		await expect.poll(() => store.get(stored.id)).toBeNull();
	});

	test('what is taken back in one tab is not erased by another', async () => {
		const stored = await takeIn();
		await storage.remove(stored);
		const other = openStorage({ ...environment, epochMs: () => 60_000 });
		const refreshing = other.refresh();
		await storage.keep('local/mine:q4');
		await refreshing;
		await expect.poll(() => other.models.length).toBe(1);
		expect(await store.get(stored.id)).not.toBeNull();
	});

	test('a model that comes back while its deletion waits stays', async () => {
		const stored = await takeIn();
		await storage.remove(stored);
		expect((await takeIn()).digest).toBe(stored.digest);
		expect(storage.models.map(({ state }) => state)).toEqual(['complete']);
	});

	test('intact files are called intact', async () => {
		const stored = await takeIn();
		await storage.verify(stored);
		const check = storage.checks.get(stored.id);
		expect(check?.kind === 'done' && check.files.map(({ state }) => state)).toEqual(
			stored.files.map(() => 'intact')
		);
	});

	test('something else than a pack is refused, and nothing of it stays', async () => {
		await storage.takePack(new File(['no archive'], 'letter.txt'));
		expect(storage.importing.status).toMatchObject({
			kind: 'failed',
			error: { code: 'pack-invalid' }
		});
		expect(storage.models).toEqual([]);
	});
});

test('a mirror with a password is refused, and the old address stays', async () => {
	const mirror = new MirrorState(Promise.reject(new Error('no storage')));
	await mirror.set('https://school.example/hub/');
	expect(mirror.base).toBe('https://school.example/hub');
	await mirror.set('https://me:secret@school.example');
	expect(mirror.error?.code).toBe('settings-invalid');
	expect(mirror.base).toBe('https://school.example/hub');
	await mirror.set('');
	expect(mirror.isMirror).toBe(false);
});
