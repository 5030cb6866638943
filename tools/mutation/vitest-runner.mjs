/**
 * Stryker's runner for Vitest, which counts failed tests only: a file that fails before its first test, as
 * when a mutant breaks what the file prepares, has none, and its mutant would be called a survivor.
 */
import { commonTokens, declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { MutantRunStatus } from '@stryker-mutator/api/test-runner';
import { strykerPlugins as vitestPlugins } from '@stryker-mutator/vitest-runner';

runnerOfWholeFiles.inject = [commonTokens.injector];

/** @param {import('@stryker-mutator/api/plugin').Injector<any>} injector */
function runnerOfWholeFiles(injector) {
	const [{ factory }] = vitestPlugins;
	const runner = injector.injectFunction(factory);
	const mutantRun = runner.mutantRun.bind(runner);
	/** @param {import('@stryker-mutator/api/test-runner').MutantRunOptions} options */
	runner.mutantRun = async (options) => {
		const outcome = await mutantRun(options);
		if (outcome.status !== MutantRunStatus.Survived) return outcome;
		const broken = runner.ctx.state.getFiles().find(({ result }) => result?.state === 'fail');
		if (broken === undefined) return outcome;
		const failureMessage = `${broken.name}: ${broken.result.errors?.[0]?.message ?? 'failed'}`;
		return { status: MutantRunStatus.Killed, killedBy: [], failureMessage, nrOfTests: 1 };
	};
	return runner;
}

export const strykerPlugins = [
	declareFactoryPlugin(PluginKind.TestRunner, 'vitest-files', runnerOfWholeFiles)
];
