/** How far the app is kept on this machine. */
export type OfflineStatus =
	/** Not looked at yet. */
	| { readonly kind: 'unknown' }
	/** This browser, this address or this build has no offline use. */
	| { readonly kind: 'unsupported' }
	| { readonly kind: 'preparing'; readonly keptBytes: number; readonly totalBytes: number }
	| { readonly kind: 'ready' }
	/** Some of it could not be fetched or kept. */
	| { readonly kind: 'failed' };
