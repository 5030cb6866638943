export type ThreadEvent =
	| { readonly kind: 'made'; readonly name: string }
	| { readonly kind: 'given-shared-memory' }
	| { readonly kind: 'started' };
