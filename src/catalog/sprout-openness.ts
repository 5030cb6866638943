/** What is open about the built-in model: everything; its card says where. */
import { cardOf, OWN_PAGE } from './openness.ts';

const open = { assessment: 'open', source: OWN_PAGE } as const;

export const sproutOpenness = cardOf({
	weights: open,
	'training-code': open,
	'training-data': open,
	license: open
});
