/** The composition root: the only file that wires everything. */
import { mount } from 'svelte';
import { createLoadRequest } from '#catalog/load-request.ts';
import { sprout } from '#catalog/sprout.ts';
import { rememberAdapterIn } from '#client/ask-adapter.ts';
import { detectBackends } from '#client/detect-backends.ts';
import { ParentFrame } from '#client/parent-frame.ts';
import { RunFileClient } from '#client/run-file-client.ts';
import { WorkerClient } from '#client/worker-client.ts';
import type { AppError } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import { allowOwnScripts } from '#protocol/own-scripts.ts';
import type { AppState, ThreadChoice } from '#state/app-state.ts';
import { BrowserState } from '#state/page/browser-state.svelte.ts';
import { DraftKeeper } from '#state/page/draft-keeper.ts';
import { DRAFT_SCHEMA } from '#state/play/draft-schema.ts';
import { describeEnvironment } from '#state/page/environment.ts';
import { Gate } from '#state/page/gate.svelte.ts';
import { KeptSetting, KeptSwitch } from '#state/page/kept-setting.svelte.ts';
import { ModelState, type ModelChoice } from '#state/model/model-state.svelte.ts';
import { OverlayState } from '#state/page/overlay-state.svelte.ts';
import { OfflineGate } from '#state/offline/offline-gate.svelte.ts';
import { RecipeState } from '#state/play/recipe-state.svelte.ts';
import { RegrowState } from '#state/runs/regrow-state.svelte.ts';
import { RouteState } from '#state/page/route-state.svelte.ts';
import { createRunMaker, type MakeRun, type RunOrigin } from '#state/runs/run-maker.ts';
import { LostHistory } from '#state/runs/lost-history.svelte.ts';
import { RunsState } from '#state/runs/runs-state.svelte.ts';
import { ToastState } from '#state/page/toast-state.svelte.ts';
import { VerifyState } from '#state/runs/verify-state.svelte.ts';
import { ViewState } from '#state/page/view-state.svelte.ts';
import { WritingState } from '#state/play/writing-state.svelte.ts';
import { openSettingsStore, type SettingsStore } from '#storage/settings-store.ts';
import { language } from '#locales/language.ts';
import App from './App.svelte';
import './app.css';

/** There in embed.html alone: one recipe in a frame of someone's page. */
const frameTarget = document.getElementById('embed');

const baseUrl = new URL(import.meta.env.BASE_URL, location.href).href;

const about = { name: 'Glasshouse', version: __APP_VERSION__, commit: __APP_COMMIT__ };

/** Reading the property alone throws where storage is forbidden. */
function localStorageOrNull(): Storage | null {
	try {
		return localStorage;
	} catch {
		return null;
	}
}

function drawSeed(): string {
	return crypto.getRandomValues(new Uint32Array(1)).join('');
}

function offlineGate(model: ModelState, toasts: ToastState): OfflineGate {
	return new OfflineGate(async (tell) => {
		// In development the files change under one's hands.
		if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return null;
		const { openOffline } = await import('#state/offline/open-offline.ts');
		return openOffline({ base: baseUrl, model, toasts, tell });
	});
}

interface GateParts {
	readonly about: Run['app'];
	readonly baseUrl: string;
	readonly drawSeed: () => string;
	readonly makeRun: MakeRun;
	readonly model: ModelState;
	readonly origin: RunOrigin;
	readonly recipe: RecipeState;
	readonly runFiles: RunFileClient;
	readonly runs: RunsState;
	readonly settings: Promise<SettingsStore>;
	readonly toasts: ToastState;
	readonly writing: WritingState;
}

/** What nobody needs before the first token: fetched when someone asks for it. */
function buildGates(
	parts: GateParts
): Pick<
	AppState,
	'bench' | 'chat' | 'data' | 'fill' | 'lessons' | 'library' | 'markdown' | 'texts'
> {
	return {
		bench: new Gate(async () => (await import('#state/bench/open-bench.ts')).openBench(parts)),
		chat: new Gate(async () => (await import('#state/play/chat/open-chat.ts')).openChat(parts)),
		data: new Gate(async () => (await import('#state/data/open-data.ts')).openData()),
		fill: new Gate(async () => (await import('#state/fill/open-fill.ts')).openFill(parts)),
		lessons: new Gate(async () =>
			(await import('#state/lessons/open-lessons.ts')).openLessons(parts)
		),
		library: new Gate(async () =>
			(await import('#state/library/open-library.ts')).openLibrary(parts)
		),
		markdown: new Gate(async () =>
			(await import('#state/lessons/open-markdown.ts')).openMarkdown()
		),
		texts: new Gate(async () => {
			const { TextsState } = await import('#state/texts/texts-state.svelte.ts');
			return new TextsState(parts.model, baseUrl);
		})
	};
}

/** In a frame the page around it chooses, for itself alone. */
const device = frameTarget === null ? localStorageOrNull() : null;

function buildState(): AppState {
	const toasts = new ToastState();
	const runFiles = new RunFileClient();
	const runs = new RunsState(toasts, runFiles);
	const threads = new KeptSetting<ThreadChoice>(device, 'threads', ['auto', '1', '2', '4', '8']);
	const recipe = new RecipeState(drawSeed);
	const model = new ModelState({
		catalog: [sprout],
		createClient: () => new WorkerClient(),
		createLoadRequest: (chosen, precision, backend) => ({
			...createLoadRequest(chosen, precision, backend, baseUrl),
			threads: Number(threads.value) || undefined
		}),
		detectBackends,
		onReady: ({ id }, { hasChatTemplate, contextLength, published }) => {
			const { isSprout } = model;
			recipe.suit({ id, isSprout, hasChatTemplate, contextLength, published });
		},
		now: () => performance.now()
	});
	const settings = openSettingsStore(runs.reportTrouble);
	const origin: RunOrigin = {
		app: about,
		environment: describeEnvironment(navigator),
		now: () => new Date().toISOString()
	};
	const makeRun = createRunMaker(origin, (unsealed) => runFiles.seal(unsealed));
	const keepsLogits = new KeptSwitch(device, 'keep-logits', 'on');
	const writing = new WritingState({
		model,
		recipe,
		makeRun,
		keep: (run, from) => runs.keep(run, undefined, from),
		keepsLogits
	});
	const shared = { about, makeRun, model, origin, recipe, runFiles, runs, settings, toasts };
	return {
		...buildGates({ ...shared, baseUrl, drawSeed, writing }),
		browser: new BrowserState(navigator),
		drafts: new DraftKeeper(settings, { key: 'draft', schema: DRAFT_SCHEMA }, runs.reportTrouble),
		keepsLogits,
		lives: new KeptSetting(device, 'live', ['auto', 'on', 'off']),
		lostHistory: new LostHistory(device),
		model,
		offline: offlineGate(model, toasts),
		overlay: new OverlayState(),
		projector: new KeptSwitch(device, 'projector'),
		recipe,
		regrow: new RegrowState(model, runs.addVerdict),
		route: new RouteState(location),
		runs,
		teacher: new KeptSwitch(device, 'teacher'),
		theme: new KeptSetting(device, 'theme', ['system', 'light', 'dark']),
		threads,
		toasts,
		verify: new VerifyState(model, runs.addVerdict),
		view: new ViewState(),
		writing
	};
}

/** The model used last, also from the weights store; else the built-in one. */
async function loadModel(app: AppState, kept: ModelChoice | null): Promise<void> {
	const { library, model, offline } = app;
	if (kept !== null && !model.has(kept)) await library.open();
	await (kept !== null && model.has(kept) ? model.load(kept) : model.loadDefault());
	// The chooser and regrown runs look for stored models, too; they can wait for it.
	setTimeout(() => {
		void library.open();
		void offline.open();
	}, STORE_LATER_MS);
}

/**
 * Brings back the work in progress and loads the model, the kept choice or the default. The model does not wait for
 * the history, which another tab may hold for long.
 */
async function restore(app: AppState): Promise<void> {
	const { drafts, model, recipe, route, runs, writing } = app;
	const draft = await drafts.read();
	if (draft !== null) recipe.resume(draft.recipe, draft.model.modelId);
	void route.pastLink.then(() => {
		if (model.choice === null) void loadModel(app, draft?.model ?? null);
	});
	if (draft?.runId == null) return;
	const run = await runs.getText(draft.runId);
	if (run !== null && writing.status.kind === 'empty') writing.show(run);
}

/** A blocked storage must not leave the page empty. */
const PATIENCE_MS = 300;

function patience(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
}

/** When the page has long been drawn and the model is ready. */
const STORE_LATER_MS = 1_500;

/** Neither draft nor history: a frame saves nothing but models. */
async function showFrame(target: HTMLElement, app: AppState): Promise<void> {
	const frame = new ParentFrame(window);
	const [{ openEmbed }, { default: EmbedPage }, { errorText }] = await Promise.all([
		import('#state/embed/open-embed.ts'),
		import('#ui/views/embed/EmbedPage.svelte'),
		import('#words/errors/error-text.ts')
	]);
	const describeError = (error: AppError): string => errorText(error).what;
	const version = about.version;
	const embed = openEmbed({ app, frame, base: baseUrl, location, version, describeError });
	mount(EmbedPage, { target, props: { state: app, embed } });
}

async function showApp(app: AppState): Promise<void> {
	const target = document.getElementById('app');
	if (target === null) throw new Error('index.html has no #app');
	// Asked for at once, and not waited for: it is not needed to draw.
	void app.runs.start(async (...told) => {
		const { openRunStore } = await import('#storage/run-store.ts');
		return await openRunStore(...told);
	});
	await Promise.race([restore(app), patience()]);
	mount(App, { target, props: { state: app } });
	// The address may have changed while nobody listened yet.
	app.route.read();
	// What tells of a lost network must not have to be fetched then.
	void import('#ui/frame/ModelNotices.svelte');
}

allowOwnScripts();
rememberAdapterIn(device);
const state = buildState();
void state.model.detect();
document.documentElement.lang = language;
// Nobody waits: what is fetched for the frame needs this file itself.
void (frameTarget === null ? showApp(state) : showFrame(frameTarget, state));
