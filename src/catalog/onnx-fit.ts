/** Which precision of an ONNX model to take on this machine, told before anything is downloaded. */
import type { Fit, FitReason, Machine } from './gpu-fit.ts';
import { computesInF16 } from './model.ts';
import type { OnnxVariant } from './onnx-variants.ts';

type Sized = Pick<OnnxVariant, 'id' | 'sizeBytes'>;

/** Why a precision was chosen among those that can run. */
export type ChoiceReason =
	'full-and-small' | 'gpu-with-f16' | 'gpu-without-f16' | 'cpu' | 'only-one-left';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
/** WebAssembly addresses 4 GiB; weights, their copy in the runtime and the cache share them. */
const MOST_BYTES = 3 * GIB;
/** Below, full precision is no burden, and the nearest to what was trained. */
const SMALL_BYTES = 200e6;

/** Where an ONNX model will be run: it can run on both, and nobody runs it on the slower one. */
function runsOnCpu({ adapter, prefersCpu = false }: Machine): boolean {
	return adapter === null || adapter.isSoftware || prefersCpu;
}

const ORDER: Readonly<Record<Exclude<ChoiceReason, 'full-and-small' | 'only-one-left'>, string[]>> =
	{
		'gpu-with-f16': ['q4f16', 'q4', 'fp16', 'int8', 'q8', 'uint8', 'fp32'],
		'gpu-without-f16': ['q4', 'int8', 'q8', 'uint8', 'fp32'],
		// Four-bit weights are unfolded in every step there: measured six times slower than eight bits on a
		// synthetic model, ten times on real weights (Gemma 3 270M, Qwen2.5 0.5B).
		cpu: ['int8', 'q8', 'uint8', 'q4', 'fp32']
	};

/** What a file of that size takes while it is loaded, in MB (2^20 bytes): as bytes, and in the runtime. */
export function memoryMBOf(sizeBytes: number): number {
	return (2 * sizeBytes) / MIB;
}

function f16Reasons(id: string, { adapter }: Machine): FitReason[] {
	if (!computesInF16(id)) return [];
	if (adapter === null) return [{ code: 'no-webgpu' }];
	return adapter.features.has('shader-f16') ? [] : [{ code: 'no-f16', siblingId: null }];
}

function doubts({ id, sizeBytes }: Sized, machine: Machine): FitReason[] {
	const { memoryMB } = machine;
	const reasons: FitReason[] = [];
	if (id === 'bnb4') reasons.push({ code: 'seldom-runs', precision: id });
	if (id === 'q4' && runsOnCpu(machine)) reasons.push({ code: 'slow-on-cpu' });
	if (sizeBytes === null || memoryMB === null) return reasons;
	const neededMB = memoryMBOf(sizeBytes);
	return neededMB > memoryMB
		? [...reasons, { code: 'memory-tight', neededMB, machineMB: memoryMB }]
		: reasons;
}

/** @returns the verdict on one precision, with every reason against it */
export function variantFit(variant: Sized, machine: Machine): Fit {
	const blocking = f16Reasons(variant.id, machine);
	if (variant.sizeBytes !== null && variant.sizeBytes > MOST_BYTES) {
		blocking.push({ code: 'too-large', bytes: variant.sizeBytes, mostBytes: MOST_BYTES });
	}
	if (blocking.length > 0) return { verdict: 'does-not-work', reasons: blocking };
	const reasons = doubts(variant, machine);
	return { verdict: reasons.length > 0 ? 'may-not-work' : 'works', reasons };
}

function placeOf(machine: Machine): keyof typeof ORDER {
	if (runsOnCpu(machine)) return 'cpu';
	return machine.adapter?.features.has('shader-f16') === true ? 'gpu-with-f16' : 'gpu-without-f16';
}

function rankOf(order: readonly string[], { id }: Sized): number {
	const rank = order.indexOf(id);
	return rank === -1 ? order.length : rank;
}

/** @returns the precision to offer first, by what was measured where it will run, or null when none can run */
export function chooseVariant(
	variants: readonly Sized[],
	machine: Machine
): { readonly id: string; readonly reason: ChoiceReason } | null {
	const usable = variants.filter((one) => variantFit(one, machine).verdict !== 'does-not-work');
	const [first] = usable;
	if (first === undefined) return null;
	if (usable.length === 1) return { id: first.id, reason: 'only-one-left' };
	const full = usable.find(({ id }) => id === 'fp32');
	if (full?.sizeBytes != null && full.sizeBytes <= SMALL_BYTES) {
		return { id: full.id, reason: 'full-and-small' };
	}
	const place = placeOf(machine);
	const sure = usable.filter((one) => variantFit(one, machine).verdict === 'works');
	const among = sure.length > 0 ? sure : usable;
	const [best = first] = [...among].sort(
		(a, b) => rankOf(ORDER[place], a) - rankOf(ORDER[place], b)
	);
	return { id: best.id, reason: place };
}
