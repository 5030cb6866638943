/** Whether keys start what is on the page: Ctrl+Enter, on a Mac ⌘ Enter. */
export function isRunKey({
	key,
	ctrlKey,
	metaKey
}: Pick<KeyboardEvent, 'ctrlKey' | 'key' | 'metaKey'>): boolean {
	return key === 'Enter' && (ctrlKey || metaKey);
}
