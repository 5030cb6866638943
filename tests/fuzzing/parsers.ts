/** Every parser that a stranger's bytes can reach. */
import type { FuzzedParser } from './parser.ts';
import { EVALUATION_PARSERS } from './parsers/evaluation.ts';
import { HUB_PARSERS } from './parsers/hub.ts';
import { LESSON_PARSERS } from './parsers/lessons.ts';
import { MODEL_PARSERS } from './parsers/models.ts';
import { PAGE_PARSERS } from './parsers/page.ts';
import { REQUEST_PARSERS } from './parsers/requests.ts';
import { RUN_AND_LINK_PARSERS } from './parsers/runs-and-links.ts';

export const PARSERS: readonly FuzzedParser[] = [
	...RUN_AND_LINK_PARSERS,
	...LESSON_PARSERS,
	...PAGE_PARSERS,
	...HUB_PARSERS,
	...MODEL_PARSERS,
	...EVALUATION_PARSERS,
	...REQUEST_PARSERS
];
