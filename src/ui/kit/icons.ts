/** Outlines on a 20 by 20 grid, drawn with a 1.6 wide stroke. */
export const ICONS = {
	play: 'M4 16c1-7 5-11.5 12-12-.5 7-5 11-12 12Zm0 0 6.5-6.5',
	runs: 'M4 5h12M4 10h12M4 15h7',
	dice: 'M4 4h12v12H4ZM7.5 7.5h.01M12.5 7.5h.01M10 10h.01M7.5 12.5h.01M12.5 12.5h.01',
	star: 'm10 3 2.2 4.5 4.9.7-3.55 3.45.85 4.9L10 14.25 5.6 16.55l.85-4.9L2.9 8.2l4.9-.7Z',
	trash: 'M4 6h12M8 6V3.5h4V6M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5',
	save: 'M10 3v9m-3.5-3.5L10 12l3.5-3.5M4 16.5h12',
	open: 'M3 16V5h5l1.5 2H17v9Z',
	paste: 'M7 4.5H5V17h10V4.5h-2M7 3h6v3H7ZM8 10h4M8 13h4',
	copy: 'M7 7h9v9H7ZM13 7V4H4v9h3',
	close: 'm5 5 10 10M15 5 5 15',
	check: 'm4 10.5 4 4 8-9',
	different: 'M4 7.5h12M4 12.5h12M14 4 6 16',
	chevron: 'm6 8 4 4 4-4',
	stop: 'M5.5 5.5h9v9h-9Z',
	share: 'M10 12V3m-3.5 3.5L10 3l3.5 3.5M5 10v7h10v-7',
	compare: 'M4 4h5v12H4ZM11 4h5v12h-5Z',
	regrow: 'M16 10a6 6 0 1 1-1.8-4.3L16 7.5M16 3.5v4h-4',
	branch: 'M6 3v14M6 12c0-3 8-2 8-6.5M14 5.5 11.5 8M14 5.5 16.5 8',
	edit: 'm4 16 .8-3.5L13 4.3l2.7 2.7-8.2 8.2Z',
	back: 'M16 10H4m5-5-5 5 5 5',
	plus: 'M10 4v12M4 10h12',
	info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-8v4.5M10 6.5h.01',
	warning: 'M10 3.5 17.5 16.5h-15ZM10 8.5v4M10 14.5h.01',
	sun: 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
	moon: 'M16.5 11.5A6.8 6.8 0 0 1 8.5 3.5a6.8 6.8 0 1 0 8 8Z',
	system: 'M3 4h14v9.5H3ZM7.5 16.5h5M10 13.5v3'
} as const;

export type IconName = keyof typeof ICONS;
