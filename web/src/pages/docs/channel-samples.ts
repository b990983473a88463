export const PLACES = ['Browser', 'Node', 'Python', 'curl'] as const;
export type Place = (typeof PLACES)[number];

interface ChannelSampleOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  /** e.g. `/analytics/alerts`. */
  readonly address: string;
  /** Where the same frames come as server-sent events. */
  readonly eventStream: string;
  /** Whether to use a key; outside a page it is read from the environment variable RICHESREACH_KEY. */
  readonly withKey: boolean;
}

/** A program that prints what a channel sends, to be run as it is. */
export function channelSample(place: Place, options: ChannelSampleOptions): string {
  switch (place) {
    case 'Browser':
      return `import { channelClient } from '${options.origin}/client.js';\n${client(options, "'rr_live_…'")}`;
    case 'Node':
      return `// curl -so client.mjs ${options.origin}/client.js
import { channelClient } from './client.mjs';\n${client(options, 'process.env.RICHESREACH_KEY')}`;
    case 'Python':
      return python(options);
    case 'curl':
      return `curl -N ${options.origin}${options.eventStream}${
        options.withKey ? ` \\\n  -H "authorization: Bearer $RICHESREACH_KEY"` : ''
      }`;
  }
}

function client({ origin, address, withKey }: ChannelSampleOptions, key: string): string {
  const channel = address.split('/').at(-1);
  return `const client = channelClient({ server: '${origin}', channel: '${channel}'${withKey ? `, key: ${key}` : ''} });
client.onFrame((frame) => console.log(frame));
client.connect(); // and again after every break, resuming where it stood`;
}

function python({ origin, address, withKey }: ChannelSampleOptions): string {
  const url = JSON.stringify(origin.replace('http', 'ws') + address);
  const headers = `headers = {"authorization": f"Bearer {os.environ['RICHESREACH_KEY']}"}\n`;
  return `# pip install websockets
${withKey ? 'import os\n' : ''}from websockets.sync.client import connect

${withKey ? headers : ''}with connect(${url}${withKey ? ', additional_headers=headers' : ''}) as socket:
    for frame in socket:
        print(frame)`;
}
