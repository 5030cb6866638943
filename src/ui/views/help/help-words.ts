/** What the help page says, in lists. */

interface Place {
	readonly href: string;
	readonly name: string;
	readonly what: string;
}

export const PLACES: readonly Place[] = [
	{
		href: '#/play',
		name: 'Play',
		what: 'Write with a model, in a text or a chat, and look at each word.'
	},
	{
		href: '#/compare',
		name: 'Compare',
		what: 'Write the same prompt two to four times side by side, with one thing changed.'
	},
	{
		href: '#/sweep',
		name: 'Sweep',
		what: 'Try many values of a setting at once and see where the texts branch.'
	},
	{
		href: '#/texts/score',
		name: 'Texts',
		what: 'Let the model read your own text: how surprising is each word, and into which tokens does it fall?'
	},
	{
		href: '#/lessons',
		name: 'Lessons',
		what: 'Small experiments with questions, for one person or a class.'
	},
	{
		href: '#/library',
		name: 'Library',
		what: 'Download other open models, or import them from a folder or a stick.'
	},
	{ href: '#/runs', name: 'Runs', what: 'Everything you wrote. Save it, share it, check it.' },
	{
		href: '#/data/search',
		name: 'Training data',
		what: 'Search all the text that the built-in model learned from.'
	},
	{
		href: '#/offline',
		name: 'Offline',
		what: 'Check that everything also works without a network.'
	},
	{
		href: '#/settings',
		name: 'Settings',
		what: 'Language, theme, projector, classroom, processor threads.'
	}
];

interface Word {
	readonly word: string;
	readonly means: string;
}

export const GLOSSARY: readonly Word[] = [
	{
		word: 'Token',
		means: 'The piece of text that a model reads and writes: a word, a part of a word, or a sign.'
	},
	{ word: 'Prompt', means: 'The text that the model continues.' },
	{
		word: 'Probability',
		means: 'How likely the model finds a token at one place. All tokens together have 100 %.'
	},
	{
		word: 'Temperature',
		means: 'How bold the choice is. At 0 the model always takes the likeliest token.'
	},
	{
		word: 'Seed',
		means: 'The number that the random choices are made from. The same seed gives the same text.'
	},
	{
		word: 'Run',
		means:
			'One text that a model wrote, with everything that decided it: model, prompt, settings, seed.'
	},
	{
		word: 'Verify',
		means:
			'The model reads a recorded text once and checks that each token is the one that the seed draws.'
	},
	{ word: 'Regrow', means: 'To write a run again from its recipe and compare every token.' }
];

interface Question {
	readonly question: string;
	readonly answer: string;
}

export const QUESTIONS: readonly Question[] = [
	{
		question: 'Is anything sent to a server?',
		answer:
			'No. The model runs in this tab, and your texts, answers and runs stay in this browser. The network is used only for files of the app and for models that you download. There is no account and no tracking.'
	},
	{
		question: 'Why does Sprout know so little?',
		answer:
			'Sprout has about a million parameters and learned from stories about a small invented world. That is on purpose: everything about it can be looked up, and it runs on every device. For more, download a larger model in the library.'
	},
	{
		question: 'Can I use a larger model?',
		answer:
			'Yes. The library lists open models and says which of them fit this device. A graphics card with WebGPU helps; small models also run on the processor.'
	},
	{
		question: 'Does it work without a network?',
		answer:
			'Yes, after one visit. The app, the built-in model and every model that you downloaded are kept in this browser. “Offline” checks each file.'
	},
	{
		question: 'Why is my text different from my neighbour’s?',
		answer:
			'Something differs: the seed, a setting, the model, or the graphics card. Set the same seed and settings on the processor, and both texts are the same.'
	},
	{
		question: 'How do I use it in a class?',
		answer:
			'Start with the lessons. Answers stay on each device until a pupil saves them as a file; “Answers of a class” counts these files. Turn on “Teacher” in the settings to see answer keys and notes.'
	}
];
