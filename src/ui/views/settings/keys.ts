interface Shortcut {
	readonly keys: readonly string[];
	readonly does: string;
}

/** What works without a mouse beyond Tab, Space and Enter. */
export const KEYS: readonly Shortcut[] = [
	{ keys: ['Ctrl', 'Enter'], does: 'Write, or fill the gaps (on a Mac: ⌘ and Enter)' },
	{ keys: ['Esc'], does: 'Stop writing; leave the glass for the text' },
	{ keys: ['←', '→'], does: 'In a text: the token before or after' },
	{
		keys: ['↑', '↓'],
		does: 'In a text: the line above or below; in a list: the entry above or below'
	},
	{
		keys: ['Home', 'End'],
		does: 'In a text: the first or the last token; in a list: the first or the last entry'
	},
	{
		keys: ['Enter'],
		does: 'On a token: open the glass, where Enter sets another token in its place'
	}
];
