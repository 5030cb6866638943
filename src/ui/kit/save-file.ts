/** The download has its own hold on small data by then. */
const HOLD_MS = 10_000;
/** Large archives are read while they are written to the disk: their address must outlive that. */
export const LONG_HOLD_MS = 60 * 60_000;

/** Hands data to the browser's downloads. */
export function saveFile(name: string, data: Blob, holdMs = HOLD_MS): void {
	const url = URL.createObjectURL(data);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), holdMs);
}
