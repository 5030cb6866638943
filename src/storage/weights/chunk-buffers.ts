/** The memory of all downloads of a thread: a buffer for each open file, and few chunks on their way. */

/** On their way to the disk and through the hash, of all files together: two took a third more memory. */
const MOVING_CHUNKS = 1;

const spares: ArrayBuffer[] = [];
const waiting: (() => void)[] = [];
let openFiles = 0;
let moving = 0;

function take(byteCount: number): ArrayBuffer {
	const spare = spares.findIndex(({ byteLength }) => byteLength === byteCount);
	return spares.splice(spare, spare === -1 ? 0 : 1)[0] ?? new ArrayBuffer(byteCount);
}

/** The buffer of a file that is opened: reused, a new one each would wait for the garbage collector. */
export function openBuffer(byteCount: number): ArrayBuffer {
	openFiles += 1;
	return take(byteCount);
}

/** Every `openBuffer` is followed by one of these. */
export function closeBuffer(buffer: ArrayBuffer): void {
	openFiles -= 1;
	giveBack(buffer);
}

function giveBack(buffer: ArrayBuffer): void {
	if (openFiles === 0) spares.length = 0;
	else spares.push(buffer);
}

/**
 * Moves a full buffer on, when its turn has come.
 *
 * @param move gets the buffer and gives it back, or its like
 * @returns another buffer of the same length, to go on with; the move continues meanwhile
 */
export async function exchangeBuffer(
	full: ArrayBuffer,
	move: (full: ArrayBuffer) => Promise<ArrayBuffer>
): Promise<{ buffer: ArrayBuffer; moved: Promise<void> }> {
	const { byteLength } = full;
	if (moving === MOVING_CHUNKS) await new Promise<void>((resolve) => waiting.push(resolve));
	else moving += 1;
	const moved = move(full)
		.then(giveBack)
		.finally(() => {
			const next = waiting.shift();
			if (next === undefined) moving -= 1;
			else next();
		});
	return { buffer: take(byteLength), moved };
}
