/**
 * Sizes of memory in words. Memory is counted in powers of 1024, as machines are sold and as browsers and graphics
 * drivers count it; files and downloads in powers of 1000, as hubs and disks do (`formatBytes`). No sentence and no
 * picture compares one with the other.
 */
import { formatDecimal } from '#words/format.ts';

// @wc-ignore
const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const;
const MIB = 2 ** 20;

/** 2^34 -> "16 GiB"; 376 * 2^20 -> "376 MiB"; one decimal below 10. */
export function formatMemory(bytes: number): string {
	let value = bytes;
	let unit = 0;
	while (value >= 1023.5 && unit < UNITS.length - 1) {
		value /= 1024;
		unit++;
	}
	const isWhole = Math.abs(value - Math.round(value)) < 0.05;
	return `${formatDecimal(value, unit === 0 || isWhole || value >= 9.95 ? 0 : 1)} ${UNITS[unit] ?? ''}`;
}

/** @param megabytes of 2^20 bytes, as the catalogue has them */
export function formatMemoryMB(megabytes: number): string {
	return formatMemory(megabytes * MIB);
}
