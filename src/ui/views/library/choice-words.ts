/** Why one precision is offered first, in words. */
import type { ChoiceReason } from '#catalog/onnx-fit.ts';

const CHOICE_TEXTS: Readonly<Record<ChoiceReason, string>> = {
	'full-and-small': 'Small enough to use exactly as it was trained.',
	'gpu-with-f16': 'The smallest download that runs well on this graphics card.',
	'gpu-without-f16':
		'The smallest download that runs well on this graphics card, which has no 16-bit floats.',
	cpu: 'It will run on the processor here, where 8-bit weights are fastest.',
	'only-one-left': 'The only one that can run here.'
};

export function choiceText(reason: ChoiceReason): string {
	return CHOICE_TEXTS[reason];
}
