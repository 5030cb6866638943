import { createContext } from 'svelte';
import type { BrowserState } from './page/browser-state.svelte.ts';
import type { Bench } from './bench/open-bench.ts';
import type { Lessons } from './lessons/open-lessons.ts';
import type { Library } from './library/open-library.ts';
import type { Chat } from './play/chat/open-chat.ts';
import type { Draft } from './play/draft-schema.ts';
import type { DataState } from './data/data-state.svelte.ts';
import type { DraftKeeper } from './page/draft-keeper.ts';
import type { FillState } from './fill/fill-state.svelte.ts';
import type { Gate } from './page/gate.svelte.ts';
import type { KeptSetting, KeptSwitch } from './page/kept-setting.svelte.ts';
import type { MarkdownTexts } from './lessons/markdown-texts.ts';
import type { ModelState } from './model/model-state.svelte.ts';
import type { OverlayState } from './page/overlay-state.svelte.ts';
import type { OfflineGate } from './offline/offline-gate.svelte.ts';
import type { RecipeState } from './play/recipe-state.svelte.ts';
import type { RegrowState } from './runs/regrow-state.svelte.ts';
import type { RouteState } from './page/route-state.svelte.ts';
import type { LostHistory } from './runs/lost-history.svelte.ts';
import type { RunsState } from './runs/runs-state.svelte.ts';
import type { TextsState } from './texts/texts-state.svelte.ts';
import type { ToastState } from './page/toast-state.svelte.ts';
import type { VerifyState } from './runs/verify-state.svelte.ts';
import type { ViewState } from './page/view-state.svelte.ts';
import type { WritingState } from './play/writing-state.svelte.ts';

export type Theme = 'system' | 'light' | 'dark';

/** How many CPU threads models get from the next load on; `auto`: by model and machine. */
export type ThreadChoice = 'auto' | '1' | '2' | '4' | '8';

/** Everything the views share, built once in `main.ts`. */
export interface AppState {
	readonly bench: Gate<Bench>;
	readonly browser: BrowserState;
	/** The conversations of Play. */
	readonly chat: Gate<Chat>;
	readonly data: Gate<DataState>;
	readonly drafts: DraftKeeper<Draft>;
	readonly fill: Gate<FillState>;
	/** Whether logits are kept while writing in Play. */
	readonly keepsLogits: KeptSwitch;
	readonly lessons: Gate<Lessons>;
	readonly lostHistory: LostHistory;
	readonly library: Gate<Library>;
	/** Whether the text in Play follows its settings; `auto`: where it was written fast enough. */
	readonly lives: KeptSetting<'auto' | 'on' | 'off'>;
	/** Texts of lessons, as they are drawn. */
	readonly markdown: Gate<MarkdownTexts>;
	readonly model: ModelState;
	readonly offline: OfflineGate;
	readonly overlay: OverlayState;
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
