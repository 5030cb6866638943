/** The built-in lessons that are not in `built-in-lessons.e2e.ts`. */
import { others, playEach } from './play-lesson.ts';

playEach(others);
