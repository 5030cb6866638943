import type { AppError } from '#core/errors.ts';
import { tokensPerSecond } from '#core/tokens-per-second.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { PromptProgress, TokenBatch } from '#protocol/worker-api.ts';
import type { BenchValues } from './bench-values.ts';
import { TokenLog } from '../runs/token-log.svelte.ts';

export type ColumnStatus =
	| { readonly kind: 'empty' }
	| { readonly kind: 'waiting' }
	| { readonly kind: 'loading' }
	| { readonly kind: 'writing'; readonly tokensPerSecond: number | null }
	| { readonly kind: 'done'; readonly run: Run }
	| { readonly kind: 'failed'; readonly error: AppError };

/** One column of a comparison: its own values, and what was written from them. */
export class CompareColumn {
	readonly id: number;
	/** Only those of the fields that differ are used. */
	own: BenchValues = $state.raw() as BenchValues;
	status = $state.raw<ColumnStatus>({ kind: 'empty' });
	/** The key of the job that the text on show comes from. */
	madeFrom = $state.raw<string | null>(null);
	/** Its run came from a file: nobody has checked that it was written so. */
	isFromFile = $state(false);
	readonly log = new TokenLog();
	readonly run = $derived(this.status.kind === 'done' ? this.status.run : null);
	/** While a long prompt is read. */
	reading = $state.raw<PromptProgress | null>(null);
	readonly isBusy = $derived(
		this.status.kind === 'waiting' ||
			this.status.kind === 'loading' ||
			this.status.kind === 'writing'
	);

	constructor(id: number, own: BenchValues) {
		this.id = id;
		this.own = own;
	}

	begin(): void {
		this.log.reset();
		this.reading = null;
		this.madeFrom = null;
		this.status = { kind: 'waiting' };
	}

	take({ from, tokens, elapsedMs, timeToFirstTokenMs, reading }: TokenBatch): void {
		this.reading = reading ?? null;
		if (this.reading !== null) {
			this.status = { kind: 'writing', tokensPerSecond: null };
			return;
		}
		this.log.append(from, tokens);
		const afterFirstMs = elapsedMs - timeToFirstTokenMs;
		const pace = tokensPerSecond(this.log.length, afterFirstMs);
		this.status = { kind: 'writing', tokensPerSecond: pace };
	}

	show(run: Run, madeFrom: string, isFromFile = false): void {
		this.isFromFile = isFromFile;
		this.log.settle(run.output.tokens);
		this.madeFrom = madeFrom;
		this.status = { kind: 'done', run };
	}

	clear(): void {
		this.log.reset();
		this.madeFrom = null;
		this.status = { kind: 'empty' };
	}
}
