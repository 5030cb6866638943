/** The app's own worker, which also tells of every thread that its runtime starts. */
import './watch-threads.ts';
import '#worker/worker.ts';
