/** The same headers as each kind of host wants to be told of them. */
import { HOST_POLICY } from './safety-headers.ts';

type Headers = Readonly<Record<string, string>>;

const { headers, outsideFrames, framePage } = HOST_POLICY;
const everywhereElse: Headers = { ...headers, ...outsideFrames };

function lines(of: Headers, write: (name: string, value: string) => string): string {
	return Object.entries(of)
		.map(([name, value]) => `${write(name, value)}\n`)
		.join('');
}

/** `_headers`, which several static hosts read. Rules add up there: none can say "all but one". */
function headersFile(): string {
	const write = (name: string, value: string) => `  ${name}: ${value}`;
	const outside = lines(outsideFrames, write);
	return `/*\n${lines(headers, write)}/\n${outside}/index.html\n${outside}`;
}

/** In nginx, headers of a location stand in place of those around it. */
function nginxFile(): string {
	const write = (indent: string) => (name: string, value: string) =>
		`${indent}add_header ${name} "${value}" always;`;
	return `# Glasshouse: include this file in the server that serves the folder.
${lines(everywhereElse, write(''))}
# The page for frames.
location ~ /${framePage.replace('.', '\\.')}$ {
${lines(headers, write('\t'))}}

# Older lists of types lack it, and browsers run no script of another type.
location ~ \\.mjs$ {
	types { text/javascript mjs; }
}
`;
}

function caddyFile(): string {
	const write = (name: string, value: string) => `\t${name} "${value}"`;
	return `# Glasshouse: import this file in the site that serves the folder.
header {
${lines(headers, write)}}
@outsideFrames not path */${framePage}
header @outsideFrames {
${lines(outsideFrames, write)}}
`;
}

/** By the path in the built folder. */
export const HOSTING_FILES: Readonly<Record<string, string>> = {
	_headers: headersFile(),
	'hosting/nginx.conf': nginxFile(),
	'hosting/Caddyfile': caddyFile(),
	'class-pack/headers.json': `${JSON.stringify(HOST_POLICY, null, '\t')}\n`
};
