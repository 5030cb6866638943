import { describe, expect, it } from 'vitest';

import type { RunSummary } from '#storage/run-summary.ts';

import { HistoryRows } from './history-rows.svelte.ts';

function row(id: string, minute: number, title = id): RunSummary {
	const savedAt = new Date(Date.UTC(2026, 10, 22, 8, minute)).toISOString();
	return {
		id,
		title,
		starred: false,
		savedAt,
		created: savedAt,
		modelName: 'Sprout',
		quantization: 'int8',
		promptStart: '',
		textStart: '',
		outputTokens: 3
	};
}

const titles = (rows: HistoryRows): string[] => rows.all.map(({ title }) => title);

describe('the rows of the history', () => {
	it('import a run where its date belongs, and let one go', () => {
		const rows = new HistoryRows();
		rows.fill([row('c', 3), row('a', 1)]);
		rows.take({ kind: 'kept', summary: row('b', 2) });
		rows.take({ kind: 'kept', summary: row('d', 4) });
		expect(titles(rows)).toEqual(['d', 'c', 'b', 'a']);
		rows.take({ kind: 'gone', id: 'c' });
		expect(titles(rows)).toEqual(['d', 'b', 'a']);
		expect(rows.has('b')).toBe(true);
		expect(rows.has('c')).toBe(false);
	});

	it('show a run that changed in its old place, and no run twice', () => {
		const rows = new HistoryRows();
		rows.fill([row('c', 3), row('b', 2), row('a', 1)]);
		rows.take({ kind: 'kept', summary: row('b', 2, 'renamed') });
		expect(titles(rows)).toEqual(['c', 'renamed', 'a']);
		rows.take({ kind: 'gone', id: 'not here' });
		expect(titles(rows)).toEqual(['c', 'renamed', 'a']);
	});

	it('keep the changes that came while the list was being read', () => {
		const rows = new HistoryRows();
		rows.take({ kind: 'kept', summary: row('new', 9) });
		rows.take({ kind: 'gone', id: 'old' });
		expect(titles(rows)).toEqual(['new']);
		rows.fill([row('other', 2), row('old', 1)]);
		expect(titles(rows)).toEqual(['new', 'other']);
	});
});
