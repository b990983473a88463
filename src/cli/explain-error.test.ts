import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { ConfigError, clientOptions, DomainError, readConfig, SetupError } from '#platform';
import { explainError } from './explain-error.ts';

async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

describe('explainError', () => {
  it('gives every mistake of a configuration', async () => {
    const error = await failureOf(() => readConfig({ PORT: 'x', LOG_LEVEL: 'loud' }));

    expect(error).toBeInstanceOf(ConfigError);
    expect(explainError(error).map(({ what }) => what)).toEqual([
      'PORT cannot be used.',
      'LOG_LEVEL cannot be used.',
    ]);
  });

  it('gives what, why and fix of a set-up that fails', () => {
    const parts = { what: 'It cannot.', why: 'It is full.', fix: 'Empty it.' };

    expect(explainError(new SetupError(parts))).toEqual([parts]);
  });

  it('names the fields of a refused item and the page about the code', () => {
    const errors = [{ pointer: '/high', message: 'must be at least low', index: 3 }];

    expect(explainError(new DomainError('invalid-fields', 'Some bars are wrong.', { errors }))).toEqual([
      {
        what: 'Some bars are wrong.',
        why: 'item 3 /high must be at least low',
        fix: 'docs/problems/invalid-fields.md says what to do.',
      },
    ]);
  });

  it('knows a port in use', async () => {
    await using taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = (taken.address() as { port: number }).port;
    const error = await failureOf(() => once(createServer().listen(port, '127.0.0.1'), 'listening'));

    expect(explainError(error)).toMatchObject([
      { what: `Port ${port} is in use.`, fix: expect.stringContaining('--port') },
    ]);
  });

  it('knows an address where nobody answers, by number and by name', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const error = await failureOf(() => once(connect(1, host), 'connect'));

      expect(explainError(error)).toMatchObject([
        { what: expect.stringMatching(/^(127\.0\.0\.1|::1):1 cannot be reached\.$/) },
      ]);
    }
  });

  it('knows a name that no host has, where it listens and where it connects', async () => {
    const name = 'no-such-host.invalid';
    for (const work of [
      () => once(createServer().listen(0, name), 'listening'),
      () => once(connect(1, name), 'connect'),
    ])
      expect(explainError(await failureOf(work))).toMatchObject([{ what: `There is no host ${name}.` }]);
  });

  it('knows a statement the database refuses', async () => {
    const client = new Client(clientOptions(inject('postgres')));
    await client.connect();
    const error = await failureOf(() => client.query('SELECT nonsense'));
    await client.end();

    expect(explainError(error)).toMatchObject([
      { why: 'column "nonsense" does not exist (SQLSTATE 42703).' },
    ]);
  });

  it('asks for a report of what it does not know, without a stack', () => {
    const [explanation] = explainError(new TypeError('x is not a function'));

    expect(explanation).toEqual({
      what: 'Something failed that we did not foresee.',
      why: 'x is not a function',
      fix: 'Run it again with LOG_LEVEL=debug for the details, and report it.',
    });
  });
});
