/** Files that were opened and not kept, for as long as their tab is open: a reload finds them again. */
import * as v from 'valibot';

const KEY = 'glasshouse-opened-files';

const schema = v.array(
	v.object({
		/** Null for a text that was pasted. */
		name: v.nullable(v.string()),
		text: v.string(),
		kind: v.picklist(['run', 'comparison', 'refused']),
		/** Of the runs in it. */
		runIds: v.array(v.string())
	})
);

export type SessionFile = v.InferOutput<typeof schema>[number];

/** What is asked of `sessionStorage`: workers, which share this layer, have none. */
type TabStorage = Record<'getItem', (key: string) => string | null> &
	Record<'setItem', (key: string, value: string) => void>;

export class SessionFiles {
	readonly #storage: TabStorage | null;

	/** @param storage the tab's own; null where the browser has none */
	constructor(storage: TabStorage | null) {
		this.#storage = storage;
	}

	/** Newest last; none where what is stored is not what this wrote. */
	all(): readonly SessionFile[] {
		try {
			const read: unknown = JSON.parse(this.#storage?.getItem(KEY) ?? '[]');
			return v.is(schema, read) ? read : [];
		} catch {
			return [];
		}
	}

	/**
	 * Older files make room, and the last refused file takes the place of the one before.
	 *
	 * @returns whether there was room for it
	 */
	add(file: SessionFile): boolean {
		const others = this.all().filter(
			({ kind, text }) => text !== file.text && (kind !== 'refused' || file.kind !== 'refused')
		);
		for (let from = 0; from <= others.length; from++) {
			if (this.#write([...others.slice(from), file])) return true;
		}
		return false;
	}

	#write(files: readonly SessionFile[]): boolean {
		if (this.#storage === null) return false;
		try {
			this.#storage.setItem(KEY, JSON.stringify(files));
			return true;
		} catch {
			return false;
		}
	}
}
