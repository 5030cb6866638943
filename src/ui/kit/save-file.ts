/** Hands data to the browser's downloads. */
export function saveFile(name: string, data: Blob): void {
	const url = URL.createObjectURL(data);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	// The download has its own hold on the data by then.
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
