import { createContext } from 'svelte';
import type { LessonEditor } from '#state/lessons/lesson-editor.svelte.ts';

/** The fields of the form find the draft here. */
export const [useLessonEditor, provideLessonEditor] = createContext<LessonEditor>();
