/** Progress that is told about ten times a second, however often there is some, and at the end. */
import { PROGRESS_INTERVAL_MS } from '#core/progress-interval.ts';

export function paced<Progress>(
	onProgress: (progress: Progress) => void
): (progress: Progress, isLast: boolean) => void {
	let toldMs = -Infinity;
	return (progress, isLast) => {
		const now = performance.now();
		if (now - toldMs < PROGRESS_INTERVAL_MS && !isLast) return;
		toldMs = now;
		onProgress(progress);
	};
}
