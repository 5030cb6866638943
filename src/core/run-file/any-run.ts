/** The kinds of run files there are, told apart by `type`. */
import type { FillMaskRun } from '../fill-mask/schema.ts';
import type { Run } from './schema.ts';

export type AnyRun = Run | FillMaskRun;

/** A run before it has its id. */
export type UnsealedRun = Omit<Run, 'id'> | Omit<FillMaskRun, 'id'>;
