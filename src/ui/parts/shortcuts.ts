interface Shortcut {
	readonly keys: readonly string[];
	readonly does: string;
}

/** What works without a mouse besides Tab, Space and Enter. */
export const SHORTCUTS: readonly Shortcut[] = [
	{
		keys: ['Ctrl', 'K'],
		does: 'Search everything: views, actions, models, lessons, runs (Mac: ⌘ K)'
	},
	{ keys: ['?'], does: 'Show these shortcuts' },
	{
		keys: ['Ctrl', 'Enter'],
		does: 'Start what is on the page: write, send, fill, score, sweep (Mac: ⌘ Enter)'
	},
	{ keys: ['Enter'], does: 'In a chat: send the message' },
	{ keys: ['Shift', 'Enter'], does: 'In a chat: start a new line' },
	{ keys: ['Esc'], does: 'Stop what is running; go from the glass back to the text' },
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
		does: 'On a token: open the glass, where Enter puts another token in its place'
	}
];
