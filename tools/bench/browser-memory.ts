/** What a browser and all of its processes take of memory, as the system counts it (Linux only). */
import { readFileSync, readdirSync } from 'node:fs';

const SAMPLE_MS = 100;

interface Process {
	readonly id: string;
	readonly parent: string;
	readonly command: string;
}

function processes(): Process[] {
	return readdirSync('/proc').flatMap((id) => {
		if (!/^\d+$/.test(id)) return [];
		try {
			const command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
			const [, parent = ''] =
				/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
			return [{ id, parent, command }];
		} catch {
			return []; // It ended while it was looked at.
		}
	});
}

/** The browser that keeps its data in `profile`, and everything that it started. */
function browserProcesses(profile: string): Process[] {
	const all = processes();
	const tree = new Set(
		all
			.filter(({ command }) => command.includes(profile) && !command.includes('--type='))
			.map(({ id }) => id)
	);
	for (let before = -1; before < tree.size;) {
		before = tree.size;
		for (const { id, parent } of all) if (tree.has(parent)) tree.add(id);
	}
	return all.filter(({ id }) => tree.has(id));
}

/** Memory of its own and its share of shared memory, without files that the system can drop. */
function processKib(id: string): number {
	try {
		const rows = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
		return [...rows.matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+)/gm)].reduce(
			(sum, [, kib]) => sum + Number(kib),
			0
		);
	} catch {
		return 0;
	}
}

function treeMib(profile: string, flag: string): number {
	const counted = browserProcesses(profile).filter(({ command }) => command.includes(flag));
	return counted.reduce((sum, { id }) => sum + processKib(id), 0) / 1024;
}

/**
 * The most memory that the browser takes during `work`, beyond what it took before, in MiB.
 *
 * @param profile the folder with the browser's data, which tells it from other browsers
 * @param flag counts only processes with this in their command line, e.g. `--type=renderer`
 * @returns null where the system does not tell
 */
export async function peakExtraMib(
	profile: string,
	work: () => Promise<unknown>,
	flag = ''
): Promise<number | null> {
	const before = process.platform === 'linux' ? treeMib(profile, flag) : 0;
	let peak = before;
	const timer =
		before === 0
			? undefined
			: setInterval(() => {
					peak = Math.max(peak, treeMib(profile, flag));
				}, SAMPLE_MS);
	try {
		await work();
	} finally {
		clearInterval(timer);
	}
	return before === 0 ? null : peak - before;
}
