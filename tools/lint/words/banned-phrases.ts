/**
 * Wordings that puzzle readers whose first language is not English, each with a plain one. They stay
 * out of screens, lessons, docs and comments; docs/words.md says how the project speaks.
 */

export interface BannedPhrase {
	/** Searched in text whose white space was reduced to single spaces. */
	readonly pattern: RegExp;
	/** A sentence that has it. */
	readonly now: string;
	/** The same, said plainly. */
	readonly better: string;
}

const phrase = (pattern: RegExp, now: string, better: string): BannedPhrase => ({
	pattern,
	now,
	better
});

/** Idioms, wherever they come. */
const IDIOMS: readonly BannedPhrase[] = [
	phrase(/\bsomebody\b/i, 'Somebody sends you a prompt.', 'You’ve been sent a prompt.'),
	phrase(/\bwhoever\b/i, 'Whoever opens the link sees it.', 'Anyone with the link sees it.'),
	phrase(/\bstands\b(?! for\b)/i, 'What stands after its #', 'What comes after its #'),
	phrase(/\b[Ii]s none\b/, 'A seed that is none', 'An invalid seed'),
	phrase(/\b(take|takes|taken|taking) in\b/i, 'Take in a pack', 'Import a pack'),
	phrase(
		/\b(take|takes|taken|taking) (it|them|that|this|these) in\b/i,
		'Drop a pack to take it in',
		'Drop a pack to import it'
	),
	phrase(/\b(goes|went) on\b/i, 'The download goes on.', 'The download continues.'),
	phrase(/\bsaid to\b/i, 'Said to the model before the conversation', 'Sent to the model first'),
	phrase(/\bother than\b/i, 'A model other than Sprout', 'Any model except Sprout'),
	phrase(/\bnothing that was written\b/i, 'Nothing that was written is lost', 'Your text is kept'),
	phrase(/\bexpectabl[ey]\b/i, 'How expectable is it?', 'How predictable is it?'),
	phrase(/\bone’s own\b|\bone's own\b/i, 'A word of one’s own', 'Your own word'),
	phrase(/\bcalled off\b/i, 'Called off.', 'Cancelled.'),
	phrase(/\bcalls off\b/i, 'It calls off the download.', 'It cancels the download.'),
	phrase(
		/\bwho went where\b/i,
		'It shows who went where.',
		'It shows which run took which branch.'
	),
	phrase(/\btakes this way\b/i, 'A model takes this way:', 'How a model loads:')
];

/** Sentences of screens that were rewritten, by what marks them. */
const SENTENCES: readonly BannedPhrase[] = [
	phrase(/\bThe model is not free\b/i, 'The model is not free.', 'The model is busy.'),
	phrase(/^It may be\b/, 'It may be {0}.', 'Allowed values: {0}.'),
	phrase(
		/\bwent wrong that should not\b/i,
		'Something went wrong that should not.',
		'Something unexpected went wrong.'
	),
	phrase(/\bwants a pause\b/i, 'The host wants a pause.', 'The host asks us to wait.'),
	phrase(
		/\bcome to a halt\b/i,
		'The download has come to a halt.',
		'The download stalled. What you have so far is kept.'
	),
	phrase(/\bLook at its files\b/, 'Look at its files', 'Choose and download'),
	phrase(/\btakes no room here\b/i, 'built in, takes no room here', 'Built in'),
	phrase(
		/\bthese very\b/i,
		'These very files were not tried.',
		'Tested with a small model of the same design, not with these files.'
	),
	phrase(/\bas far as we know\b/i, 'English, as far as we know', 'Probably English'),
	phrase(
		/\bonly there can anybody\b/i,
		'Only there can anybody look it up.',
		'Only 24 of 165 models publish their training data.'
	),
	phrase(
		/\bSet, not chosen\b/i,
		'Set, not chosen: this run was told to begin with it.',
		'You put this token here; the model did not choose it.'
	),
	phrase(
		/\bIt was set\. Drawn would\b/i,
		'It was set. Drawn would have been “x”.',
		'This token was fixed; the sampler would have drawn “x”.'
	),
	phrase(
		/\bdoes not hold all that decided\b/i,
		'The run’s file does not hold all that decided this token.',
		'The file records only the result here.'
	),
	phrase(/\bIt saw only one choice\b/i, 'It saw only one choice.', 'It was certain.'),
	phrase(
		/\bdice included\b/i,
		'How far it won, dice included, over the runner-up.',
		'Its lead over the runner-up, luck included.'
	),
	phrase(
		/\bPuts the recorded tokens through\b/i,
		'Puts the recorded tokens through the model.',
		'The model reads the text once.'
	),
	phrase(
		/\bnumeric noise explains\b/i,
		'It loses by 2.67 nats where numeric noise explains 0.001.',
		'Changed at token 19: the file says “puppet”, this seed draws “locket”.'
	),
	phrase(/\bloses by more, or\b/i, 'loses by more, or its numbers are off', 'does not match'),
	phrase(
		/\bbecomes other tokens here\b/i,
		'The prompt becomes other tokens here.',
		'The prompt is tokenized differently here.'
	),
	phrase(
		/\bis not as it should be\b/i,
		'The seed is not as it should be.',
		'Invalid run file: seed is wrong.'
	),
	phrase(
		/\bEverything is in the link itself\b/i,
		'Everything is in the link itself.',
		'The link holds everything.'
	),
	phrase(/\b\d+ not default\b|\} not default\b/i, '1 not default', '1 setting changed'),
	phrase(
		/\bEmpty: each run draws its own\b/i,
		'Empty: each run draws its own, and shows it.',
		'Leave empty for a new seed each time.'
	),
	phrase(
		/\bWhat you start with\b/i,
		'Varied, and rarely odd. What you start with.',
		'Varied, seldom strange. The default.'
	),
	phrase(/\bThe same in all\b/, 'The same in all', 'Shared settings'),
	phrase(
		/\bThey part (at|from)\b/i,
		'They part at the first token.',
		'They differ from the first token.'
	),
	phrase(
		/\bMarked is what not all of them have\b/i,
		'Marked is what not all of them have.',
		'Highlighted: where the texts differ.'
	),
	phrase(
		/\bat the speed measured last\b/i,
		'9 runs, at most 805 ms at the speed measured last.',
		'9 runs, about 1 s.'
	),
	phrase(/\bGiven before it, not scored\b/i, 'Given before it, not scored', 'Context (not scored)'),
	phrase(
		/\bif it had to be one of the two\b/i,
		'28.3 % for the first, if it had to be one of the two',
		'Forced to choose, it picks “she” 28.3 % of the time.'
	),
	phrase(/\bWhat is behind it\b/, 'What is behind it', 'Explanation'),
	phrase(/\bThat is not it\b/, 'That is not it.', 'Not quite.'),
	phrase(
		/\bword begins with its blank\b/i,
		'A word begins with its blank.',
		'Start each option with a space.'
	),
	phrase(/\bTake what\b/, 'Take what is in Play', 'Copy from Play'),
	phrase(/\bMake a lesson of it\b/i, 'Make a lesson of it', 'Make a lesson from this'),
	phrase(
		/\bplayed by the CPU\b/i,
		'WebGPU here is played by the CPU.',
		'WebGPU is emulated on the CPU here.'
	),
	phrase(/\bcoming in another tab\b/i, 'coming in another tab', 'downloading in another tab'),
	phrase(/\bWithout a network\b/, 'Without a network', 'Offline'),
	phrase(
		/\bit is no lock\b/i,
		'This hides and shows; it is no lock.',
		'This only hides answers; it does not protect them.'
	),
	phrase(
		/\bthis build keeps nothing\b/i,
		'this build keeps nothing',
		'Offline use is unavailable in this build.'
	)
];

export const BANNED_PHRASES: readonly BannedPhrase[] = [...IDIOMS, ...SENTENCES];
