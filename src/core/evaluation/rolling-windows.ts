/** How a text longer than the context is cut so that each token is predicted once: the harness's rolling windows. */
import type { EncodedPair } from './encode-pair.ts';

/**
 * As `get_rolling_token_windows` with one token of context, made disjoint by `make_disjoint_window`.
 * The last window reaches back, so that it is as long as the others.
 *
 * @param ids the tokens to predict
 * @param prefixToken comes before the first
 * @param windowLength the most tokens that the model reads, 1 or more
 */
export function rollingWindows(
	ids: readonly number[],
	prefixToken: number,
	windowLength: number
): EncodedPair[] {
	if (ids.length === 0) return [];
	const first = ids.slice(0, windowLength);
	const windows: EncodedPair[] = [{ context: [prefixToken], continuation: first }];
	for (let done = first.length; done < ids.length;) {
		const end = Math.min(done + windowLength, ids.length);
		windows.push({
			context: ids.slice(end - windowLength - 1, done),
			continuation: ids.slice(done, end)
		});
		done = end;
	}
	return windows;
}
