/** Plots about a thing that changes hands. */
import { HALF, OFTEN, type PlotStep } from './plot-step.ts';

export const FIND: readonly PlotStep[] = [
	{
		sentences: [
			'There {hero} found a {trait} {item} {spot}.',
			'Then {hero} saw a {trait} {item} {spot}.',
			'A {trait} {item} was lying {spot}.',
			'Somebody had left a {trait} {item} {spot}.',
			'{hero} fell over a {trait} {item} {spot}.'
		]
	},
	{
		chance: OFTEN,
		sentences: [
			'{hero} picked up the {item} and looked at it.',
			'{hero} had never seen such a {trait} {item}.',
			'{hero} asked who had lost the {item}.',
			'The {item} had a little sign from {town} on it.'
		]
	},
	{
		sentences: [
			'Soon {friend} came to the {place}.',
			'Near the {place} {hero} met {friend}.',
			'Just then {friend} came by.',
			'After a while {friend} came along.'
		]
	},
	{
		sentences: [
			'{friend} had lost the {item} in the rain.',
			'{friend} said that the {item} was {friendHer} own.',
			'The {item} belonged to {friend}.',
			'{friend} was looking for the {item}.',
			'{friend} had looked for the {item} for days.'
		]
	},
	{
		sentences: [
			'So {hero} gave the {item} to {friend}.',
			'{hero} was glad to give {friend} the {item}.',
			'{hero} put the {item} into the hands of {friend}.',
			'{hero} ran to {friend} with the {item}.'
		]
	},
	{
		sentences: [
			'{friend} thanked {hero} and gave {herObject} some {food}.',
			'{friend} was so {mood} that {friendShe} began to dance.',
			'{hero} and {friend} sat down and ate some {food}.',
			'{friend} thanked {hero} for the {trait} {item}.'
		]
	}
];

export const LOSE: readonly PlotStep[] = [
	{
		sentences: [
			'{hero} had a {trait} {item} with {herObject}.',
			'In {her} bag {hero} had a {trait} {item}.',
			'{hero} carried a {trait} {item} from {town}.',
			'{hero} had just bought a {trait} {item}.'
		]
	},
	{
		sentences: [
			'But on the way {hero} lost the {item}.',
			'But then the {item} was gone.',
			'But {hero} dropped the {item} and did not see it.',
			'But the wind took the {item}.'
		]
	},
	{
		sentences: [
			'{hero} looked for the {item} {vainSpot}.',
			'First {hero} looked {vainSpot}.',
			'{hero} thought that the {item} was {vainSpot}.',
			'{hero} looked everywhere, and also {vainSpot}.'
		]
	},
	{
		chance: HALF,
		sentences: [
			'It was not there.',
			'But the {item} was not there.',
			'{hero} found nothing and sat down.'
		]
	},
	{
		sentences: [
			'Then a {beast} {animal} came to {hero}.',
			'Then {hero} met a {beast} {animal}.',
			'A {beast} {animal} was watching {hero}.',
			'A {beast} {animal} wanted to help {hero}.'
		]
	},
	{
		sentences: [
			'The {animal} had seen the {item} {spot}.',
			'The {animal} led {hero} to the {item} {spot}.',
			'The {animal} said that the {item} was {spot}.',
			'Together {hero} and the {animal} found the {item} {spot}.'
		]
	},
	{
		sentences: [
			'There it was, and {hero} was {mood}.',
			'{hero} took the {item} and thanked the {animal}.',
			'{hero} gave the {animal} some {food}.'
		]
	}
];

export const GIFT: readonly PlotStep[] = [
	{
		sentences: [
			'The next day was the birthday of {friend}.',
			'{hero} wanted to make a gift for {friend}.',
			'{friend} was ill and had to stay in bed.'
		]
	},
	{
		sentences: [
			'So {hero} made a {trait} {item}.',
			'So {hero} bought a {trait} {item} from {town}.',
			'So {hero} looked for a {trait} {item}.',
			'So {hero} painted a {trait} {item}.'
		]
	},
	{
		chance: OFTEN,
		sentences: [
			'{hero} worked on the {item} all day.',
			'{hero} put some {food} next to the {item}.',
			'The {item} was the best that {hero} had ever seen.',
			'{hero} hid the {item} {spot}.'
		]
	},
	{
		sentences: [
			'In the evening {hero} gave the {item} to {friend}.',
			'At last {hero} brought the {item} to {friend}.',
			'{hero} knocked at the door and showed {friend} the {item}.',
			'{hero} left the {item} at the door of {friend}.'
		]
	},
	{
		sentences: [
			'{friend} smiled and held the {item} in {friendHer} hands.',
			'{friend} said that nobody had such a {trait} {item}.',
			'{friend} put the {item} beside {friendHer} bed.',
			'{friend} was {mood} and thanked {hero}.'
		]
	},
	{
		chance: HALF,
		sentences: [
			'Then {hero} and {friend} ate some {food}.',
			'Then {friend} told {hero} a tale about {inventor}.'
		]
	}
];

export const TRADE: readonly PlotStep[] = [
	{
		sentences: [
			'{hero} had some {food} in a bag.',
			'{hero} was selling {food} from {town}.',
			'{hero} wanted to trade {her} {food}.'
		]
	},
	{
		sentences: [
			'{friend} had a {trait} {item}.',
			'{friend} came with a {trait} {item}.',
			'There {hero} saw {friend} with a {trait} {item}.'
		]
	},
	{
		sentences: [
			'{hero} asked for the {item}.',
			'{friend} said that the {item} was from {town}.',
			'{hero} liked the {item} at once.'
		]
	},
	{
		sentences: [
			'So {friend} gave the {item} for the {food}.',
			'{hero} took the {item} and {friend} took the {food}.',
			'They traded the {food} for the {item}.',
			'{friend} wanted the {food}, and {hero} got the {item}.'
		]
	},
	{
		chance: OFTEN,
		sentences: [
			'{friend} ate the {food} and was {mood}.',
			'{hero} carried the {item} home.',
			'{hero} showed the {item} to everybody.',
			'A {beast} {animal} took a bit of the {food}.'
		]
	}
];

export const REPAIR: readonly PlotStep[] = [
	{
		sentences: [
			'There {hero} broke {her} {item}.',
			'The {item} of {hero} did not work.',
			'{hero} sat down with {her} broken {item}.',
			'Then the {item} of {hero} fell down and broke.'
		]
	},
	{
		sentences: [
			'{hero} asked {friend} for help.',
			'{friend} wanted to look at the {item}.',
			'{hero} went to {friend} with the {item}.',
			'{friend} saw the broken {item}.'
		]
	},
	{
		chance: HALF,
		sentences: [
			'{friend} had learned it in {town}.',
			'{friend} had a book by {inventor}.',
			'{friend} looked at the {item} for a long time.'
		]
	},
	{
		sentences: [
			'{friend} found a {trait} nail for the {item}.',
			'They worked on the {item} until noon.',
			'{hero} held the {item} and {friend} turned it round.',
			'{friend} tied the {item} with a {trait} string.'
		]
	},
	{
		sentences: [
			'Now the {item} was as good as new.',
			'At last {friend} gave the {item} back to {hero}.',
			'Then the {item} was better than before.'
		]
	},
	{
		sentences: [
			'{hero} thanked {friend} with some {food}.',
			'{hero} was {mood} and thanked {friend}.',
			'{friend} said that it was easy.',
			'{hero} gave {friend} some {food}.'
		]
	}
];
