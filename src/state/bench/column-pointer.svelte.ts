import { MOST_COLUMNS } from '#core/comparison/most-columns.ts';
import { TokenSelection } from '../runs/token-selection.svelte.ts';

/** A token in one of several columns. */
export interface Pointed {
	/** From 0. */
	readonly column: number;
	readonly index: number;
}

/** Which token is looked at, when several outputs stand side by side: only one at a time. */
export class ColumnPointer {
	readonly selections: readonly TokenSelection[] = Array.from(
		{ length: MOST_COLUMNS },
		() => new TokenSelection()
	);
	/** The token under the pointer, else the one last chosen. */
	readonly at = $derived.by(() => this.#find('hovered') ?? this.#find('chosen'));

	/** Takes the choice away from the other columns. */
	enter(column: number): void {
		for (const [i, selection] of this.selections.entries()) if (i !== column) selection.clear();
	}

	clear(): void {
		for (const selection of this.selections) selection.clear();
	}

	#find(kind: 'hovered' | 'chosen'): Pointed | null {
		for (const [column, selection] of this.selections.entries()) {
			const index = selection[kind];
			if (index !== null) return { column, index };
		}
		return null;
	}
}
