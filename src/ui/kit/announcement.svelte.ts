import { tick } from 'svelte';

/** Until it has been read aloud, even slowly. */
const STAY_MS = 5_000;

/** The words of a live region: said once, and gone again, so that nobody comes upon them later. */
export class Announcement {
	words = $state('');
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Also when the same was said last. */
	async say(words: string): Promise<void> {
		this.clear();
		await tick();
		this.words = words;
		this.#timer = setTimeout(() => this.clear(), STAY_MS);
	}

	clear(): void {
		clearTimeout(this.#timer);
		this.words = '';
	}
}
