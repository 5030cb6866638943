export interface Toast {
	readonly id: number;
	readonly text: string;
	/** How often it was said since it has been there. */
	readonly count: number;
	readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** A change that can be taken back while its toast is there. */
interface Step {
	readonly undo: () => void;
	/** It can no longer be taken back. */
	readonly onfinal: () => void;
}

/** How long a toast stays that is neither pointed at nor focused. */
const STAY_MS = 8_000;
const MOST = 3;

/** Short messages that go away by themselves; the place where deleting can be undone. The same one is there once. */
export class ToastState {
	toasts = $state.raw<readonly Toast[]>([]);
	#nextId = 0;
	// Of these two nothing is drawn.
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #steps = new Map<number, readonly Step[]>();

	/** In place of the same message, if that is still there: it is said again, and what it offers is what it offers now. */
	show(text: string, action: Toast['action'] = null): void {
		const same = this.#find(text);
		if (same !== undefined) this.dismiss(same.id);
		this.#add({ id: this.#nextId++, text, count: 1, action });
	}

	/**
	 * Says what was done. Done again while it is said, both are counted in one message, and taken back together.
	 *
	 * @param onfinal called once it can no longer be taken back; never, when the page is closed before
	 */
	undoable(text: string, undo: () => void, onfinal: () => void = () => undefined): void {
		const step = { undo, onfinal };
		const same = this.#find(text);
		const earlier = same && this.#steps.get(same.id);
		const id = earlier === undefined ? this.#nextId++ : (same?.id ?? 0);
		const steps = [...(earlier ?? []), step];
		this.#steps.set(id, steps);
		const label = steps.length > 1 ? `Undo all ${steps.length.toString()}` : 'Undo';
		const toast = { id, text, count: steps.length, action: { label, run: () => this.#undo(id) } };
		if (earlier === undefined) this.#add(toast);
		else {
			this.toasts = this.toasts.map((each) => (each.id === id ? toast : each));
			if (this.#timers.has(id)) this.release(id);
		}
	}

	/** It is being read, or about to be pressed. */
	hold(id: number): void {
		clearTimeout(this.#timers.get(id));
		this.#timers.delete(id);
	}

	release(id: number): void {
		this.hold(id);
		this.#timers.set(
			id,
			setTimeout(() => this.dismiss(id), STAY_MS)
		);
	}

	dismiss(id: number): void {
		this.hold(id);
		this.toasts = this.toasts.filter((toast) => toast.id !== id);
		const steps = this.#steps.get(id) ?? [];
		this.#steps.delete(id);
		for (const { onfinal } of steps) onfinal();
	}

	#find(text: string): Toast | undefined {
		return this.toasts.find((toast) => toast.text === text);
	}

	#add(toast: Toast): void {
		for (const { id } of this.toasts.slice(0, 1 - MOST)) this.dismiss(id);
		this.toasts = [...this.toasts, toast];
		this.release(toast.id);
	}

	/** The last one first. */
	#undo(id: number): void {
		const steps = this.#steps.get(id) ?? [];
		this.#steps.delete(id);
		for (const { undo } of [...steps].reverse()) undo();
	}
}
