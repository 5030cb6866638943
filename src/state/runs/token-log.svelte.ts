import type { TokenTrace } from '#core/run-file/schema.ts';

/** Tokens a chunk: small enough that redrawing the last one is cheap, large enough that there are few. */
export const CHUNK_SIZE = 48;

export type TokenChunk = readonly TokenTrace[];

/**
 * Output tokens in order, kept in chunks. Appending replaces only the last chunk, so a view that
 * draws one component a chunk never touches the tokens written before.
 */
export class TokenLog {
	#chunks = $state.raw<readonly TokenChunk[]>([]);
	readonly length = $derived.by(() => {
		const last = this.#chunks.at(-1);
		return last === undefined ? 0 : (this.#chunks.length - 1) * CHUNK_SIZE + last.length;
	});

	constructor(tokens: readonly TokenTrace[] = []) {
		this.#chunks = inChunks(tokens);
	}

	get chunks(): readonly TokenChunk[] {
		return this.#chunks;
	}

	at(index: number): TokenTrace | undefined {
		return this.#chunks[Math.floor(index / CHUNK_SIZE)]?.[index % CHUNK_SIZE];
	}

	/** Adds tokens whose first one has the index `from`; what stood from there on is replaced. */
	append(from: number, tokens: readonly TokenTrace[]): void {
		const whole = Math.floor(Math.min(from, this.length) / CHUNK_SIZE);
		const open = this.#chunks[whole]?.slice(0, from % CHUNK_SIZE) ?? [];
		this.#chunks = [...this.#chunks.slice(0, whole), ...inChunks([...open, ...tokens])];
	}

	/**
	 * Takes the final tokens. A character that spans tokens gets its text only when it is complete,
	 * so a token that came early may have changed; chunks without a change stay as they are.
	 */
	settle(tokens: readonly TokenTrace[]): void {
		this.#chunks = inChunks(tokens).map((chunk, i) => {
			const before = this.#chunks[i];
			return before !== undefined && sameTokens(before, chunk) ? before : chunk;
		});
	}

	reset(tokens: readonly TokenTrace[] = []): void {
		this.#chunks = inChunks(tokens);
	}

	all(): TokenTrace[] {
		return this.#chunks.flat();
	}
}

function sameTokens(a: TokenChunk, b: TokenChunk): boolean {
	return (
		a.length === b.length && a.every(({ id, text }, i) => id === b[i]?.id && text === b[i].text)
	);
}

function inChunks(tokens: readonly TokenTrace[]): TokenChunk[] {
	const chunks: TokenChunk[] = [];
	for (let start = 0; start < tokens.length; start += CHUNK_SIZE) {
		chunks.push(tokens.slice(start, start + CHUNK_SIZE));
	}
	return chunks;
}
