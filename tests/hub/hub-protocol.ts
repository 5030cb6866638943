/** What tests say to the loopback hub, also from a browser, over HTTP. */

/** How a file misbehaves. `times`: for how many requests of its content; for ever when absent. */
export type HubFault = { readonly times?: number } & (
	| { readonly kind: 'cut'; readonly afterBytes: number }
	| { readonly kind: 'stall'; readonly afterBytes: number }
	| { readonly kind: 'slow'; readonly bytesPerSecond: number }
	| { readonly kind: 'ignore-range' }
	| { readonly kind: 'refuse-range-preflight' }
	| { readonly kind: 'html' }
	| { readonly kind: 'wrong-bytes' }
	| { readonly kind: 'truncated'; readonly sizeBytes: number }
	| {
			readonly kind: 'status';
			readonly status: number;
			readonly retryAfterSeconds?: number;
			/** As a hub says it in `X-Error-Code`. */
			readonly errorCode?: string;
	  }
	/** What a copy without Git LFS has in the file's place. */
	| { readonly kind: 'lfs-pointer' }
	/** The whole file, compressed; the length is that of what is sent. */
	| { readonly kind: 'compressed' }
	| { readonly kind: 'no-cors' }
);

export interface HubFileRequest {
	/** `owner/name`. */
	readonly repository: string;
	readonly path: string;
	readonly sizeBytes: number;
	readonly seed: number;
	/** Large files are served through a redirect, with their SHA-256 in the file list. */
	readonly lfs: boolean;
}

/** One request of a file's content. */
export interface HubLogEntry {
	readonly repository: string;
	readonly path: string;
	readonly method: string;
	readonly status: number;
	/** Where the answer begins; 0 without a range. */
	readonly start: number;
	/** Bytes of the body that left the hub so far. */
	sentBytes: number;
}

/** Why a hub shows nothing of a repository, as its API and its files say it. */
export interface HubRefusal {
	readonly status: number;
	readonly errorCode?: string;
}

export interface HubFileFacts {
	readonly url: string;
	readonly sizeBytes: number;
	/** `sha256:<hex>` */
	readonly digest: string;
}
