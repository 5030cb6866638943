/** Plots about animals and friends met on the way. */
import { HALF, type PlotStep } from './plot-step.ts';

export const RESCUE: readonly PlotStep[] = [
	{
		sentences: [
			'There {hero} heard a small cry.',
			'Suddenly something moved {spot}.',
			'{hero} heard a noise and stopped.',
			'There was something {spot}.'
		]
	},
	{
		sentences: [
			'It was a {beast} {animal} with a thorn in its foot.',
			'It was a {beast} {animal} that could not get out.',
			'It was a {beast} {animal} and it was afraid.',
			'It was a {beast} {animal} far from home.'
		]
	},
	{
		chance: HALF,
		sentences: [
			'{hero} spoke softly to the {animal}.',
			'The {animal} looked at {hero} and waited.',
			'{hero} gave the {animal} some {food}.'
		]
	},
	{
		sentences: [
			'{hero} helped the {animal} with a {trait} {item}.',
			'With a {trait} {item} {hero} set the {animal} free.',
			'{hero} called {friend}, and together they helped the {animal}.',
			'{hero} carried the {animal} home in a {trait} {item}.'
		]
	},
	{
		sentences: [
			'The {animal} jumped for joy.',
			'The {animal} thanked {hero} and ran away.',
			'Now the {animal} was {mood}.',
			'The {animal} was {mood} again.'
		]
	},
	{
		sentences: [
			'The next day the {animal} came back to {hero}.',
			'A week later {hero} saw the {animal} again.',
			'From then on the {animal} followed {hero} everywhere.',
			'Soon the {animal} was the best friend of {hero}.'
		]
	},
	{
		chance: HALF,
		sentences: [
			'The {animal} brought some {food} for {hero}.',
			'The {animal} showed {hero} the way to {town}.'
		]
	}
];

export const STORM: readonly PlotStep[] = [
	{
		sentences: [
			'{friend} was there too.',
			'{hero} was with {friend}.',
			'{hero} had asked {friend} to come along.',
			'{hero} was waiting there for {friend}.'
		]
	},
	{
		sentences: [
			'Then dark clouds came from Mount {mountain}.',
			'Suddenly it began to rain.',
			'Then a storm came up over the river {river}.',
			'Then the wind became strong.'
		]
	},
	{
		sentences: [
			'{hero} and {friend} ran to {shelter}.',
			'{friend} saw {shelter}, and they hid there.',
			'They found {shelter} and waited there.'
		]
	},
	{
		sentences: [
			'{hero} told {friend} a tale about {inventor}.',
			'{friend} had some {food} and gave {hero} half of it.',
			'{hero} and {friend} sang until they were {mood}.',
			'A {beast} {animal} sat there and shook off the rain.'
		]
	},
	{
		sentences: [
			'Then the sun came out.',
			'After an hour the rain stopped.',
			'At last the sky was clear again.'
		]
	},
	{
		sentences: [
			'{hero} and {friend} saw a rainbow over the {place}.',
			'{friend} walked home with {hero}.',
			'The whole {place} was wet, and {friend} laughed.',
			'{friend} and {hero} jumped over the puddles.'
		]
	}
];

export const RACE: readonly PlotStep[] = [
	{
		sentences: [
			'{friend} wanted to run a race with {hero}.',
			'{hero} said that {she} was faster than {friend}.',
			'There was a race, and {hero} ran against {friend}.',
			'{hero} asked {friend} who was the faster one.'
		]
	},
	{
		sentences: [
			'They ran from the {place} to {goal}.',
			'The race went to {goal} and back.',
			'They started at {goal}.'
		]
	},
	{
		sentences: [
			'First {friend} was ahead of {hero}.',
			'{hero} ran as fast as a {animal}.',
			'A {beast} {animal} ran beside {hero}.',
			'{friend} fell, and {hero} helped {friendHerObject} up.'
		]
	},
	{
		sentences: [
			'{hero} won the race.',
			'{friend} won the race.',
			'They came to {goal} together.',
			'Nobody knew who had won the race.'
		]
	},
	{
		sentences: [
			'The prize was a {trait} {item}.',
			'There was a {trait} {item} for the winner.',
			'Everybody got some {food}.'
		]
	},
	{
		chance: HALF,
		sentences: [
			'{hero} and {friend} laughed for a long time.',
			'{friend} said that {hero} was a good runner.'
		]
	}
];

export const LETTER: readonly PlotStep[] = [
	{
		sentences: [
			'There a letter from {friend} came.',
			'A {animal} brought a letter from {friend}.',
			'{hero} got a letter from {friend} in {town}.'
		]
	},
	{
		sentences: [
			'{friend} needed a {trait} {item}.',
			'It said that {friend} had no {food} left.',
			'It said that {friend} was coming home.',
			'{friend} wrote about a {trait} {item}.',
			'In the letter {friend} asked {hero} to come.'
		]
	},
	{
		sentences: [
			'{hero} packed some {food} and a map.',
			'{hero} went along the river {river} for two days.',
			'{hero} asked a {beast} {animal} the way.',
			'So {hero} went to {town} at once.'
		]
	},
	{
		chance: HALF,
		sentences: [
			'The way went over Mount {mountain}.',
			'At night {hero} slept {spot}.',
			'{hero} was tired but {she} went on.'
		]
	},
	{
		sentences: [
			'At {goal} {friend} was waiting for {hero}.',
			'At last {hero} and {friend} met.',
			'{friend} saw {hero} and came running.'
		]
	},
	{
		sentences: [
			'They talked all night about {inventor}.',
			'{friend} showed {hero} the town of {town}.',
			'{hero} and {friend} were {mood} to be together.'
		]
	}
];

export const BAKE: readonly PlotStep[] = [
	{
		sentences: [
			'{hero} and {friend} were making {food}.',
			'{friend} had just made {food} for {hero}.',
			'{hero} wanted to have {food} with {friend}.',
			'{friend} came with {food} for everybody.'
		]
	},
	{
		sentences: [
			'They put the {food} {spot}.',
			'{friend} put the {food} {spot}.',
			'The smell of the {food} was everywhere.'
		]
	},
	{
		sentences: [
			'A {beast} {animal} smelled the {food}.',
			'Then a {beast} {animal} came along.',
			'Nobody saw that a {beast} {animal} was near.'
		]
	},
	{
		sentences: [
			'The {animal} ate all of the {food}.',
			'The {animal} took the {food} and ran.',
			'The {animal} looked at the {food} and asked for some.',
			'The {animal} sat down on the {food}.'
		]
	},
	{
		sentences: [
			'{hero} was not angry with the {animal}.',
			'{friend} laughed about the {animal}.',
			'{hero} ran after the {animal}.',
			'{friend} called the {animal} a thief.'
		]
	},
	{
		sentences: [
			'Then {hero} and {friend} made more {food}.',
			'{hero} shared the rest with {friend} and the {animal}.',
			'The next time {friend} hid the {food} {vainSpot}.'
		]
	}
];
