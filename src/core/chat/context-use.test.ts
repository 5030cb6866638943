import { expect, it } from 'vitest';
import { contextUse } from './context-use.ts';

it('says what room an answer has, to the token', () => {
	expect(contextUse(100, 512, 412)).toEqual({ kind: 'ample' });
	expect(contextUse(101, 512, 412)).toEqual({ kind: 'tight', room: 411 });
	expect(contextUse(511, 512, 412)).toEqual({ kind: 'tight', room: 1 });
	expect(contextUse(512, 512, 412)).toEqual({ kind: 'refused', excess: 1 });
	expect(contextUse(600, 512, 412)).toEqual({ kind: 'refused', excess: 89 });
});
