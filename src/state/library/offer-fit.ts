/** Which of the precisions that were found in a repository or folder run here. */
import { fitsUnlisted, type Fit, type Machine } from '#catalog/gpu-fit.ts';
import { chooseVariant, memoryMBOf, variantFit } from '#catalog/onnx-fit.ts';

export interface Offered {
	readonly format: 'onnx' | 'mlc' | 'pack';
	readonly precision: string;
	readonly sizeBytes: number | null;
}

/** @returns null while the machine is not known, and for packs, which describe themselves later */
export function offerFit(
	{ format, precision, sizeBytes }: Offered,
	machine: Machine | null
): Fit | null {
	if (machine === null || format === 'pack') return null;
	return format === 'onnx'
		? variantFit({ id: precision, sizeBytes }, machine)
		: fitsUnlisted({ needsF16: precision.includes('f16') }, machine);
}

/** The memory that it needs, in MB (2^20 bytes); null where that is not known beforehand. */
export function offerMemoryMB({ format, sizeBytes }: Offered): number | null {
	return format === 'onnx' && sizeBytes !== null ? memoryMBOf(sizeBytes) : null;
}

/** @returns the precision to offer first and why; null where there is nothing to choose by */
export function chooseOffer(
	offers: readonly Offered[],
	machine: Machine | null
): ReturnType<typeof chooseVariant> {
	if (machine === null || offers.some(({ format }) => format !== 'onnx')) return null;
	const variants = offers.map(({ precision: id, sizeBytes }) => ({ id, sizeBytes }));
	return chooseVariant(variants, machine);
}
