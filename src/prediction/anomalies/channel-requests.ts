import { Type } from 'typebox';
import { Anomalies, AnomaliesBody } from '#contracts/anomalies';
import { type ChannelRequest, Frame } from '#contracts/websocket';

const DEFAULT_SHARE = 0.1;

/** What a client of the predictions channel may ask of anomalies. */
export function anomalyRequests(
  find: (request: AnomaliesBody) => Promise<Anomalies>,
): Readonly<Record<string, ChannelRequest>> {
  return {
    request_anomalies: {
      summary: 'Ask for the most anomalous points of a symbol or a metric',
      schema: Type.Object(
        {
          type: Type.Literal('request_anomalies'),
          ...AnomaliesBody.properties,
          threshold: Type.Optional(AnomaliesBody.properties.threshold),
        },
        { additionalProperties: false },
      ),
      answers: 'anomalies_response',
      answerSchema: Type.Object({ ...Frame.properties, data: Anomalies }),
      async answer(message) {
        const { type: _type, ...request } = message as Partial<AnomaliesBody> & { type: string };
        return { data: await find({ threshold: DEFAULT_SHARE, ...request }) };
      },
    },
  };
}
