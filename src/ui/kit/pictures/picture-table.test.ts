import { expect, it } from 'vitest';
import { shownCell, tableToCsv } from './picture-table.ts';

it('writes CSV with numbers in full and texts as they are', () => {
	const csv = tableToCsv({
		columns: [{ label: 'Token' }, { label: 'Probability', digits: 3 }],
		rows: [
			[' "so",', 1 / 3],
			['\n', null],
			['7', -Infinity]
		]
	});
	expect(csv).toBe(
		'"Token","Probability"\r\n" ""so"",",0.3333333333333333\r\n"\n",\r\n"7",-Infinity\r\n'
	);
});

it('shows numbers with the digits that count', () => {
	expect(shownCell(1 / 3, { label: 'p', digits: 3 })).toBe('0.333');
	expect(shownCell(12345, { label: 'n', digits: 3 })).toBe('12345');
	expect(shownCell(-Infinity, { label: 'x', digits: 3 })).toBe('−∞');
	expect(shownCell(null, { label: 'x' })).toBe('–');
	expect(shownCell(' a', { label: 'x' })).toBe(' a');
});
