/** What the self-test after loading has shown, in words. */
import type { RunEngine } from '#core/run-file/schema.ts';
import type { SelfTest } from '#protocol/worker-api.ts';
import { formatNumber } from './format.ts';
import type { SelfTestFault } from '#state/model/self-test-fault.ts';

export function faultTitle(fault: SelfTestFault): string {
	switch (fault.kind) {
		case 'not-a-number':
			return 'This model does not compute correctly here: it gives values that are not numbers.';
		case 'one-token':
			return `This model does not compute correctly here: it expects “${fault.token}” after every token.`;
		case 'below-chance':
			return 'This model may not compute correctly here: it rates a plain text as less likely than pure chance.';
	}
}

/** Chances beyond a trillion tell nothing more. */
const MOST_CHANCES = 1e12;

/** One in so many: the geometric mean of the tokens' probabilities, as far as it is known. */
function oneIn(logprob: number): string {
	const count = Math.min(Math.exp(-logprob), MOST_CHANCES);
	return formatNumber(count < 1e4 ? Math.round(count) : Number(count.toPrecision(1)));
}

/** @param onCpuToo whether the model could also run on the CPU */
export function faultAdvice(
	fault: SelfTestFault,
	backend: RunEngine['backend'],
	onCpuToo: boolean
): string {
	const { kind } = fault;
	const what =
		kind === 'below-chance'
			? `It gives each token of that text one chance in ${oneIn(fault.meanLogprob)} on average; pure chance gives one in ${oneIn(fault.chanceLogprob)}. If the model was not made for such texts, this is normal.`
			: 'What it writes is meaningless.';
	return `${what} ${whatToTry(backend, onCpuToo)}`;
}

function whatToTry(backend: RunEngine['backend'], onCpuToo: boolean): string {
	if (backend === 'wasm') return 'Try another precision of it.';
	return onCpuToo
		? 'Some graphics drivers compute incorrectly: try the processor, or another precision.'
		: 'Some graphics drivers compute incorrectly: try another precision, or a newer driver or browser.';
}

/** One line for the model in use; null where nobody asked. */
export function selfTestLine(selfTest: SelfTest): string | null {
	if (selfTest.kind === 'passed') return 'It passed a short test after loading.';
	if (selfTest.kind !== 'not-run') return faultTitle(selfTest);
	if (selfTest.reason === 'not-asked') return null;
	return 'It could not be tested after loading.';
}
