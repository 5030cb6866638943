/** The built-in lessons in groups, in the order of a course. */
import type { ListedLesson } from '#state/lessons/lessons-state.svelte.ts';

interface GroupedLessons {
	readonly name: string;
	readonly lessons: readonly NumberedLesson[];
}

export interface NumberedLesson {
	readonly lesson: ListedLesson;
	/** From 1, through all groups; translations of a lesson share theirs. */
	readonly number: number;
}

function groups(): readonly (readonly [string, readonly string[]])[] {
	return [
		['Start here', ['first-look', 'next-token']],
		['How a text is written', ['tokens', 'temperature', 'seeds']],
		['Inside the model', ['attention', 'facts-and-gaps', 'rule-or-memory']],
		['Models in the world', ['auditing-a-bias', 'openness', 'quantization']]
	];
}

/** What no group names comes last. */
export function groupLessons(listed: readonly ListedLesson[]): GroupedLessons[] {
	const numbers = new Map([...new Set(listed.map(({ id }) => id))].map((id, i) => [id, i + 1]));
	const named = groups();
	const known = new Set(named.flatMap(([, ids]) => ids));
	const rest = [...numbers.keys()].filter((id) => !known.has(id));
	return [...named, ['More lessons', rest] as const]
		.map(([name, ids]) => ({
			name,
			lessons: listed
				.filter(({ id }) => ids.includes(id))
				.map((lesson) => ({ lesson, number: numbers.get(lesson.id) ?? 0 }))
		}))
		.filter(({ lessons }) => lessons.length > 0);
}
