/** Whether a link's model is here, in words. */
import type { LinkModelFacts } from '#state/model/link-model.ts';

export const PRESENCE_WORDS: Readonly<Record<LinkModelFacts['presence'], string>> = {
	loaded: 'Yes, it is loaded in this tab.',
	'built-in': 'It comes with this app; nothing else is fetched.',
	stored: 'Yes, it is stored in this browser.',
	'other-version': 'This app has another version of it: the outcome may differ.',
	unknown: 'No. The Library may have it; until then, another model takes its place.'
};
