/** Which token the Glass column shows: the one under the pointer, else the one last chosen. */
export class TokenSelection {
	/** Chosen with click, tap or arrow keys; stays. */
	chosen = $state<number | null>(null);
	/** Under the pointer; goes away with it. */
	hovered = $state<number | null>(null);
	readonly shown = $derived(this.hovered ?? this.chosen);

	clear(): void {
		this.chosen = null;
		this.hovered = null;
	}
}
