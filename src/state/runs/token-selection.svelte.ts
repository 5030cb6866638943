/** Which token the Glass column shows: the one under the pointer, else the one last chosen, else one worth a look. */
export class TokenSelection {
	/** Chosen with click, tap or arrow keys; stays. */
	chosen = $state<number | null>(null);
	/** Under the pointer; goes away with it. */
	hovered = $state<number | null>(null);
	/** Shown until another one is chosen. */
	suggested = $state<number | null>(null);
	readonly shown = $derived(this.hovered ?? this.chosen ?? this.suggested);

	clear(): void {
		this.chosen = null;
		this.hovered = null;
		this.suggested = null;
	}
}
