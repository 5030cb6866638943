/** Graphics adapters that the CPU plays: correct, and slower than the CPU itself. */

type AdapterFacts = Pick<
	GPUAdapterInfo,
	'architecture' | 'description' | 'device' | 'isFallbackAdapter'
>;

/** As drivers name themselves: Chromium's, Mesa's, and those of Windows. */
const SOFTWARE = /\b(swiftshader|llvmpipe|lavapipe|warp|microsoft basic render|software)\b/i;

/** Browsers that mask an adapter's names still say whether it is the fallback. */
export function isSoftwareAdapter(info: Partial<AdapterFacts>): boolean {
	const { architecture = '', description = '', device = '', isFallbackAdapter = false } = info;
	return isFallbackAdapter || SOFTWARE.test(`${architecture} ${device} ${description}`);
}
