import type { PreparedRequest } from './draft.ts';

export const LANGUAGES = ['curl', 'TypeScript', 'Python'] as const;
export type Language = (typeof LANGUAGES)[number];

interface SampleOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Whether to send a key, read from the environment variable RICHESREACH_KEY. */
  readonly withKey: boolean;
}

/** The request as code that runs when it is pasted. */
export function sample(language: Language, request: PreparedRequest, options: SampleOptions): string {
  switch (language) {
    case 'curl':
      return curl(request, options);
    case 'TypeScript':
      return typescript(request, options);
    case 'Python':
      return python(request, options);
  }
}

function curl({ method, target, body }: PreparedRequest, { origin, withKey }: SampleOptions): string {
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${shellQuoted(origin + target)}`];
  if (withKey) lines.push(`-H "authorization: Bearer $RICHESREACH_KEY"`);
  if (body !== null) lines.push(`-H 'content-type: application/json'`, `-d ${shellQuoted(body)}`);
  return lines.join(' \\\n  ');
}

function typescript({ method, target, body }: PreparedRequest, { origin, withKey }: SampleOptions): string {
  const headers = [
    ...(withKey ? ['authorization: `Bearer ${process.env.RICHESREACH_KEY}`'] : []),
    ...(body === null ? [] : ["'content-type': 'application/json'"]),
  ];
  const options = [
    ...(method === 'GET' ? [] : [`method: '${method}'`]),
    ...(headers.length === 0 ? [] : [`headers: { ${headers.join(', ')} }`]),
    ...(body === null ? [] : [`body: JSON.stringify(${indentedBelow(body, '  ')})`]),
  ];
  const given = options.length === 0 ? '' : `, {\n${options.map((option) => `  ${option},\n`).join('')}}`;
  return `const response = await fetch(${JSON.stringify(origin + target)}${given});
if (!response.ok) throw new Error((await response.json()).detail);
console.log(await response.json());`;
}

function python({ method, target, body }: PreparedRequest, { origin, withKey }: SampleOptions): string {
  const lines = [
    `    ${JSON.stringify(method)},`,
    `    ${JSON.stringify(origin + target)},`,
    ...(withKey ? [`    headers={"authorization": f"Bearer {os.environ['RICHESREACH_KEY']}"},`] : []),
    ...(body === null ? [] : [`    json=${indentedBelow(pythonLiteral(body), '    ')},`]),
    '    timeout=30,',
  ];
  return `${withKey ? 'import os\n\n' : ''}import requests

response = requests.request(
${lines.join('\n')}
)
response.raise_for_status()
print(response.json())`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function indentedBelow(text: string, indent: string): string {
  return text.replaceAll('\n', `\n${indent}`);
}

/** JSON differs from Python in three words; those inside strings stay. Text that is no JSON is left alone. */
function pythonLiteral(json: string): string {
  const words: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' };
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g, (part) => words[part] ?? part);
}
