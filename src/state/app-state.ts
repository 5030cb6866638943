import { createContext } from 'svelte';
import type { BrowserState } from './browser-state.svelte.ts';
import type { Bench } from './open-bench.ts';
import type { Lessons } from './open-lessons.ts';
import type { Library } from './open-library.ts';
import type { Draft } from './draft-schema.ts';
import type { DataState } from './data-state.svelte.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import type { FillState } from './fill-state.svelte.ts';
import type { Gate } from './gate.svelte.ts';
import type { KeptSetting, KeptSwitch } from './kept-setting.svelte.ts';
import type { ModelState } from './model-state.svelte.ts';
import type { OfflineGate } from './offline-gate.svelte.ts';
import type { RecipeState } from './recipe-state.svelte.ts';
import type { RegrowState } from './regrow-state.svelte.ts';
import type { RouteState } from './route-state.svelte.ts';
import type { RunsState } from './runs-state.svelte.ts';
import type { TextsState } from './texts-state.svelte.ts';
import type { ToastState } from './toast-state.svelte.ts';
import type { VerifyState } from './verify-state.svelte.ts';
import type { ViewState } from './view-state.svelte.ts';
import type { WritingState } from './writing-state.svelte.ts';

export type Theme = 'system' | 'light' | 'dark';

/** How many CPU threads models get from the next load on; `auto`: by model and machine. */
export type ThreadChoice = 'auto' | '1' | '2' | '4' | '8';

/** Everything the views share, built once in `main.ts`. */
export interface AppState {
	readonly bench: Gate<Bench>;
	readonly browser: BrowserState;
	readonly data: Gate<DataState>;
	readonly drafts: DraftKeeper<Draft>;
	readonly fill: Gate<FillState>;
	/** Whether logits are kept while writing in Play. */
	readonly keepsLogits: KeptSwitch;
	readonly lessons: Gate<Lessons>;
	readonly library: Gate<Library>;
	readonly model: ModelState;
	readonly offline: OfflineGate;
	/** Large type and strong contrast, for the last row. */
	readonly projector: KeptSwitch;
	readonly recipe: RecipeState;
	readonly regrow: RegrowState;
	readonly route: RouteState;
	readonly runs: RunsState;
	readonly texts: Gate<TextsState>;
	/** Whether answer keys and notes are shown. No lock: it only keeps them out of sight. */
	readonly teacher: KeptSwitch;
	readonly theme: KeptSetting<Theme>;
	readonly threads: KeptSetting<ThreadChoice>;
	readonly toasts: ToastState;
	readonly verify: VerifyState;
	readonly view: ViewState;
	readonly writing: WritingState;
}

export const [useAppState, provideAppState] = createContext<AppState>();
