/** What is open about a model, in words. */
import type { Assessment, OpennessChip } from '#catalog/openness.ts';
import type { IconName } from '../../kit/icons.ts';

export const SHOWN_PARTS = ['weights', 'training-code', 'training-data', 'license'] as const;

export const PART_NAMES: Readonly<Record<OpennessChip['part'], string>> = {
	weights: 'Weights',
	'training-code': 'Code',
	'training-data': 'Data',
	license: 'Licence',
	osaid: 'OSAID',
	mof: 'MOF'
};

export const ASSESSMENT_LOOKS: Readonly<Record<Assessment, { word: string; icon: IconName }>> = {
	open: { word: /* @wc-include */ 'open', icon: 'check' },
	partial: { word: 'partly open', icon: 'partly' },
	closed: { word: /* @wc-include */ 'closed', icon: 'close' },
	'not-assessed': { word: 'not assessed', icon: 'unknown' }
};

export function sourceText({ source, note }: OpennessChip): string {
	const said =
		source === null
			? 'Not assessed in any source we read.'
			: `${source.title}, read ${source.read}.`;
	return note === null ? said : `${note}. ${said}`;
}
