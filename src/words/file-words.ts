/** What a check found of a file with a fault. */
export const FILE_FAULTS: Readonly<Record<'missing' | 'damaged' | 'changed', string>> = {
	missing: /* @wc-include */ 'missing',
	damaged: /* @wc-include */ 'damaged',
	changed: /* @wc-include */ 'changed'
};
