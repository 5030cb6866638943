/** Whether the app's own reader takes a file with this content: what its published schema has to agree with. */
export function isRead(read: (text: string) => unknown, data: unknown): boolean {
	try {
		read(JSON.stringify(data));
		return true;
	} catch {
		return false;
	}
}
