import { useState } from 'react';
import { useKeyState } from '../../api/key.ts';
import { CodeBlock } from '../../ui/clipboard.tsx';
import { Segments } from '../../ui/segments.tsx';
import type { ChannelReference } from './async-api.ts';
import { channelSample, PLACES, type Place } from './channel-samples.ts';

const CHOICES = PLACES.map((place) => ({ value: place, label: place }));

/** How to listen to a channel from elsewhere. */
export function ChannelSamples({ channel }: { readonly channel: ChannelReference }) {
  const [place, setPlace] = useState<Place>('Browser');
  const { key } = useKeyState();
  const code = channelSample(place, { ...channel, origin: window.location.origin, withKey: key !== null });
  return (
    <CodeBlock
      code={code}
      head={<Segments label="Connect from" value={place} choices={CHOICES} onChange={setPlace} />}
    />
  );
}
