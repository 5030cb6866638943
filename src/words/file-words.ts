/** What a check found of a file that is not as it should be. */
export const FILE_FAULTS: Readonly<Record<'missing' | 'damaged' | 'changed', string>> = {
	missing: /* @wc-include */ 'missing',
	damaged: /* @wc-include */ 'damaged',
	changed: /* @wc-include */ 'changed'
};
