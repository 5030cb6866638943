/**
 * Leaves out the messages of errors: developers read them in a console. Tests hold an error's code and
 * details, and what people read stands in a table of its own (ui/error-text.ts).
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const MESSAGE_AT = { AppError: 1, Error: 0, RangeError: 0, TypeError: 0 };
const REASON = 'the message of an error, for developers';

/** @type {import('@stryker-mutator/api/ignore').Ignorer} */
const messages = {
	/** @param path a Babel path: `parent` is the node around it */
	shouldIgnore({ node, parent }) {
		if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return undefined;
		if (parent?.type !== 'NewExpression') return undefined;
		const place = MESSAGE_AT[parent.callee.name];
		return place !== undefined && parent.arguments[place] === node ? REASON : undefined;
	}
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'messages', messages)];
