export interface Toast {
	readonly id: number;
	readonly text: string;
	readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** Short messages that go away by themselves; the place where deleting can be undone. */
export class ToastState {
	toasts = $state.raw<readonly Toast[]>([]);
	#nextId = 0;

	show(text: string, action: Toast['action'] = null): void {
		this.toasts = [...this.toasts.slice(-2), { id: this.#nextId++, text, action }];
	}

	dismiss(id: number): void {
		this.toasts = this.toasts.filter((toast) => toast.id !== id);
	}
}
