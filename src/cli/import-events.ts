import { defineCommand } from 'citty';
import { createIngest, type EventsReport, importEvents, RETENTION_DAYS } from '#analytics';
import { createPostgresBus, migrate, systemClock } from '#platform';
import { REPEATED } from './arguments.ts';
import { openSources } from './import-files.ts';
import { DATABASE_ARGS, openSession } from './session.ts';
import { progressBar } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const DESCRIPTION = `Import events from NDJSON files, plain or gzipped

One JSON object a line, with the fields of POST /analytics/events; timestamp is required. Lines without event_id get one
that their place in the file decides, so a second run of the same file changes nothing. Works beside a running server.

Lines that cannot be taken are listed with file and line, and the rest is kept: exit code 0. After Ctrl-C run it again.`;

export const importEventsCommand = defineCommand({
  meta: { name: 'events', description: DESCRIPTION },
  args: {
    ...DATABASE_ARGS,
    files: {
      type: 'positional',
      required: false,
      valueHint: REPEATED,
      description: 'ndjson or ndjson.gz files or patterns; - reads standard input',
    },
    json: { type: 'boolean', description: 'answer in JSON' },
  },
  async run({ args }) {
    if (args._.length === 0) throw new UsageError('There is nothing to import.', 'Name NDJSON files.');
    const sources = await openSources(args._);
    await using session = await openSession(args);
    const { database, logger } = session;
    await migrate(database);
    await using bus = await createPostgresBus(database, logger, { listen: false });
    await using ingest = createIngest({
      database,
      clock: systemClock,
      logger,
      bus,
      retentionDays: RETENTION_DAYS,
    });
    using bar = progressBar(
      'importing',
      sources.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0),
    );
    const reports: EventsReport[] = [];
    const startedAt = performance.now();
    for (const source of sources) {
      const progress = (lines: number) =>
        bar.update(
          sources.reduce((sum, it) => sum + it.bytesRead(), 0),
          `${source.name} ${lines.toLocaleString('en-US')} lines`,
        );
      reports.push(
        await importEvents(source, { ingest, clock: systemClock, retentionDays: RETENTION_DAYS, progress }),
      );
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    if (args.json === true) console.log(JSON.stringify({ files: reports, seconds }));
    else for (const report of reports) print(report);
  },
});

function print({ file, accepted, duplicates, refusedCount, refused }: EventsReport): void {
  for (const { line, pointer, message } of refused)
    console.error(`${file}:${line}: ${pointer === '' ? 'the line' : pointer} ${message}`);
  if (refusedCount > refused.length) console.error(`… and ${refusedCount - refused.length} more lines`);
  console.log(`${file}: ${accepted} new, ${duplicates} known, ${refusedCount} refused`);
}
