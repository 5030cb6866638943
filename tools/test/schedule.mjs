/** Runs steps side by side, as many as the cores carry. */

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {number} [cores] how many it keeps busy; 1 unless it says otherwise
 * @property {readonly string[]} [after] titles of steps that have to end first, well or badly
 */

/**
 * Starts each step as soon as its turn comes: those first in the list go first, but one that has to wait
 * is overtaken by those that need not. One that wants more cores than there are gets them all.
 *
 * @template {Step} S
 * @template R
 * @param {readonly S[]} steps
 * @param {number} cores
 * @param {(step: S) => Promise<R>} run
 * @returns {Promise<R[]>} results in the order of the list
 */
export async function schedule(steps, cores, run) {
	const width = (step) => Math.min(step.cores ?? 1, cores);
	const waiting = new Set(steps);
	const ended = new Set();
	const running = new Map();
	const results = new Map();
	let free = cores;
	const isReady = ({ after = [] }) =>
		steps.every(({ title }) => !after.includes(title) || ended.has(title));

	const start = (step) => {
		waiting.delete(step);
		free -= width(step);
		const ending = run(step).then((result) => {
			results.set(step, result);
			ended.add(step.title);
			running.delete(step);
			free += width(step);
		});
		running.set(step, ending);
	};

	while (waiting.size > 0 || running.size > 0) {
		for (const step of [...waiting]) if (isReady(step) && width(step) <= free) start(step);
		if (running.size === 0) {
			throw new Error(`Wait for each other: ${[...waiting].map(({ title }) => title).join(', ')}`);
		}
		await Promise.race(running.values());
	}
	return steps.map((step) => results.get(step));
}
