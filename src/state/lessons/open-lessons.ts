/** Builds the lessons' state, when it is first needed. */
import type { Run } from '#core/run-file/schema.ts';
import { LessonStore } from '#storage/lesson-store.ts';
import { language } from '#locales/language.ts';
import type { SettingsStore } from '#storage/settings-store.ts';
import { Gate } from '../page/gate.svelte.ts';
import type { LessonEditor } from './lesson-editor.svelte.ts';
import { LessonsState } from './lessons-state.svelte.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import type { MakeRun, RunOrigin } from '../runs/run-maker.ts';
import type { RunsState } from '../runs/runs-state.svelte.ts';
import { TallyState } from './tally-state.svelte.ts';
import type { ToastState } from '../page/toast-state.svelte.ts';

export interface LessonsContext {
	readonly about: Run['app'];
	readonly model: ModelState;
	readonly makeRun: MakeRun;
	readonly drawSeed: () => string;
	readonly origin: Pick<RunOrigin, 'now'>;
	readonly baseUrl: string;
	readonly runs: Pick<RunsState, 'keep' | 'reportTrouble'>;
	readonly toasts: ToastState;
	readonly settings: Promise<SettingsStore>;
}

export interface Lessons {
	readonly editor: Gate<LessonEditor>;
	readonly lessons: LessonsState;
	readonly tally: TallyState;
}

function drawId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Resolves when the lists have been read. */
export async function openLessons(parts: LessonsContext): Promise<Lessons> {
	const { origin, runs } = parts;
	const context = {
		...parts,
		keep: (run: Run) => runs.keep(run, undefined, { lesson: true }),
		now: origin.now,
		onTrouble: runs.reportTrouble
	};
	const store = new LessonStore();
	const lessons = new LessonsState({
		...context,
		store,
		drawId,
		fetch: (...request) => fetch(...request),
		languages: [language, ...navigator.languages]
	});
	const tally = new TallyState(store, context.toasts);
	await Promise.all([lessons.start(), tally.start()]);
	const editor = new Gate(async () => {
		const { openLessonEditor } = await import('./open-lesson-editor.ts');
		return openLessonEditor({ ...context, drawId, language });
	});
	return { editor, lessons, tally };
}
