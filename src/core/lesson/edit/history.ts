/** What was before, is now, and was taken back. The states are never changed, only replaced. */
export interface History<T> {
	/** Oldest first. */
	readonly past: readonly T[];
	readonly present: T;
	/** The next to bring back first. */
	readonly future: readonly T[];
	/** What the last edit was about; null after an undo, and where the next edit is alone. */
	readonly about: string | null;
}

const MOST_STEPS_BACK = 200;

export function beginHistory<T>(present: T): History<T> {
	return { past: [], present, future: [], about: null };
}

/**
 * @param about edits in a row about the same thing (letters typed into one field) are undone together;
 *   null is undone alone
 */
export function edited<T>(history: History<T>, present: T, about: string | null): History<T> {
	const goesOn = about !== null && about === history.about;
	const past = goesOn ? history.past : [...history.past, history.present].slice(-MOST_STEPS_BACK);
	return { past, present, future: [], about };
}

export function undone<T>(history: History<T>): History<T> {
	const present = history.past.at(-1);
	if (present === undefined) return history;
	const future = [history.present, ...history.future];
	return { past: history.past.slice(0, -1), present, future, about: null };
}

export function redone<T>(history: History<T>): History<T> {
	const [present, ...future] = history.future;
	if (present === undefined) return history;
	return { past: [...history.past, history.present], present, future, about: null };
}
