import type { Attributes, Context, Span, Tracer } from '@opentelemetry/api';
import type { TracerProviderOptions } from '@opentelemetry/sdk-trace';
import type { TracingConfig } from '#contracts/config';
import type { Logger } from './logger.ts';

/** Spans on their way to a collector, in batches; what does not fit or arrive is dropped, never waited for. */
export interface Tracing extends AsyncDisposable {
  readonly tracer: Tracer;
  /** The place of spans that belong to this one. */
  readonly within: (span: Span) => Context;
}

const EXPORT_TIMEOUT_MS = 3_000;

/** Starts sending OpenTelemetry spans by OTLP over HTTP. The packages are loaded only here: most run without. */
export async function startTracing(config: TracingConfig, logger: Logger): Promise<Tracing> {
  const [
    { DiagLogLevel, diag, ROOT_CONTEXT, trace },
    { BatchSpanProcessor, TracerProvider },
    { OTLPTraceExporter },
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const ignore = () => undefined;
  const warn = (message: string, ...rest: unknown[]) => logger.warn({ rest }, `OpenTelemetry: ${message}`);
  diag.setLogger({ error: warn, warn, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN);
  const exporter = new OTLPTraceExporter({
    url: config.url,
    headers: { ...config.headers },
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceOf({ ...config.resource, 'service.name': config.serviceName }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: EXPORT_TIMEOUT_MS })],
  });
  return {
    tracer: provider.getTracer('richesreach'),
    within: (span) => trace.setSpan(ROOT_CONTEXT, span),
    async [Symbol.asyncDispose]() {
      await provider.shutdown().catch((error: unknown) => logger.warn({ err: error }, 'spans were not sent'));
    },
  };
}

/** What the spans are of; the attributes are known, so there is nothing to detect or wait for. */
function resourceOf(attributes: Attributes): NonNullable<TracerProviderOptions['resource']> {
  const resource: NonNullable<TracerProviderOptions['resource']> = {
    attributes,
    getRawAttributes: () => Object.entries(attributes),
    merge: (other) => (other === null ? resource : resourceOf({ ...attributes, ...other.attributes })),
  };
  return resource;
}
