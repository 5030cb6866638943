/** How much processor time a command and all that it starts use. Linux only: elsewhere nothing is known. */
import { readdirSync, readFileSync } from 'node:fs';

/** `getconf CLK_TCK`; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const EVERY_MS = 1_000;

/** @returns {{ parent: number, seconds: number } | null} null: it has just ended */
function readProcess(pid) {
	try {
		const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The name, in brackets, may hold blanks: count from behind it.
		const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
		const ticks = Number(fields[11]) + Number(fields[12]);
		return { parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
	} catch {
		return null;
	}
}

/** @returns {Map<number, { parent: number, seconds: number }>} every process of the machine */
function readProcesses() {
	const processes = new Map();
	for (const name of readdirSync('/proc')) {
		if (!/^\d+$/.test(name)) continue;
		const found = readProcess(name);
		if (found !== null) processes.set(Number(name), found);
	}
	return processes;
}

/**
 * Looks once a second at a process and its descendants, also those whose parent has ended. What a
 * process uses after the last look is missed, and so are processes shorter than a second.
 */
export class ProcessorTime {
	/** @type {Map<number, number>} processor seconds by process */
	#seconds = new Map();
	#waiting = 0;
	#lastLook = performance.now();
	#timer;

	/** @param {number | undefined} pid */
	constructor(pid) {
		if (process.platform !== 'linux' || pid === undefined) return;
		this.#seconds.set(pid, 0);
		this.#timer = setInterval(() => this.#look(), EVERY_MS);
		this.#timer.unref();
	}

	#look() {
		const before = this.#total();
		const processes = readProcesses();
		const isOurs = (pid, { parent }) => this.#seconds.has(pid) || this.#seconds.has(parent);
		for (let found = -1; found !== this.#seconds.size;) {
			found = this.#seconds.size;
			for (const [pid, one] of processes) {
				if (isOurs(pid, one)) this.#seconds.set(pid, one.seconds);
			}
		}
		const now = performance.now();
		const elapsed = (now - this.#lastLook) / 1_000;
		this.#lastLook = now;
		this.#waiting += Math.max(0, elapsed - (this.#total() - before));
	}

	#total() {
		return [...this.#seconds.values()].reduce((sum, seconds) => sum + seconds, 0);
	}

	/**
	 * Ends the watch.
	 * @returns {{ processor: number, waiting: number } | null} seconds; waiting: how much of the time
	 * less than one core was in use
	 */
	stop() {
		if (this.#timer === undefined) return null;
		clearInterval(this.#timer);
		return { processor: this.#total(), waiting: this.#waiting };
	}
}
