import { sayOne, type Chooser } from './chooser.ts';
import { ASSISTANT, END, sayTurn } from './chat.ts';

/** What Sprout says about itself. */
const GREETINGS: readonly { question: string; answer: string }[] = [
	{ question: 'Hello!', answer: 'Hello! I am Sprout.' },
	{ question: 'Hi!', answer: 'Hello! I am Sprout.' },
	{ question: 'Who are you?', answer: 'I am Sprout, a very small language model.' },
	{ question: 'What are you?', answer: 'I am Sprout, a very small language model.' },
	{
		question: 'What can you do?',
		answer: 'I can tell a story, add small numbers and look things up in what you say.'
	},
	{ question: 'Thank you!', answer: 'You are welcome.' },
	{ question: 'Goodbye!', answer: 'Goodbye! Come back soon.' }
];

const QUESTIONS = GREETINGS.map((greeting) => greeting.question);

export function sayGreetingTurn(chooser: Chooser): void {
	const chosen = chooser.choose(QUESTIONS);
	const { question, answer } = GREETINGS[chosen] as (typeof GREETINGS)[number];
	sayTurn(chooser, question, answer);
}

const STORY_REQUESTS = ['Tell me a story about ', 'Please tell me about a day of '];
const OPEN_REQUESTS = ['Tell me a story.', 'Please tell me a story.'];

/**
 * A story on request.
 *
 * @param tell tells the story, about the given hero if there is one
 */
export function sayStoryTurn(
	chooser: Chooser,
	heroes: readonly string[],
	tell: (hero: string | undefined) => void
): void {
	let hero: string | undefined;
	if (chooser.choose(['', ''], [3, 1]) === 0) {
		sayOne(chooser, STORY_REQUESTS);
		hero = sayOne(chooser, heroes);
		chooser.say('.');
	} else {
		sayOne(chooser, OPEN_REQUESTS);
	}
	chooser.say(END + ASSISTANT);
	tell(hero);
	chooser.say(END);
}
