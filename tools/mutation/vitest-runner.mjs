/**
 * Stryker's runner for Vitest, which counts failed tests only: a file that fails before its first test, as
 * when a mutant breaks what the file prepares, has none, and its mutant would be called a survivor. Without any
 * mutant, such a file ends the run: what it holds would be called untested.
 */
import { commonTokens, declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus } from '@stryker-mutator/api/test-runner';
import { strykerPlugins as vitestPlugins } from '@stryker-mutator/vitest-runner';

runnerOfWholeFiles.inject = [commonTokens.injector];

const reasonOf = ({ name, result }) => `${name}: ${result.errors?.[0]?.message ?? 'failed'}`;

/** @param {import('@stryker-mutator/api/plugin').Injector<any>} injector */
function runnerOfWholeFiles(injector) {
	const [{ factory }] = vitestPlugins;
	const runner = injector.injectFunction(factory);
	const brokenFile = () =>
		runner.ctx.state.getFiles().find(({ result }) => result?.state === 'fail');
	const dryRun = runner.dryRun.bind(runner);
	/** @param {import('@stryker-mutator/api/test-runner').DryRunOptions} options */
	runner.dryRun = async (options) => {
		const outcome = await dryRun(options);
		const broken = outcome.status === DryRunStatus.Complete ? brokenFile() : undefined;
		return broken === undefined
			? outcome
			: { status: DryRunStatus.Error, errorMessage: reasonOf(broken) };
	};
	const mutantRun = runner.mutantRun.bind(runner);
	/** @param {import('@stryker-mutator/api/test-runner').MutantRunOptions} options */
	runner.mutantRun = async (options) => {
		const outcome = await mutantRun(options);
		if (outcome.status !== MutantRunStatus.Survived) return outcome;
		const broken = brokenFile();
		if (broken === undefined) return outcome;
		const failureMessage = reasonOf(broken);
		return { status: MutantRunStatus.Killed, killedBy: [], failureMessage, nrOfTests: 1 };
	};
	return runner;
}

export const strykerPlugins = [
	declareFactoryPlugin(PluginKind.TestRunner, 'vitest-files', runnerOfWholeFiles)
];
