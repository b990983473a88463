import { type ReactNode, useState } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { draftOf } from './draft.ts';
import { FieldList, SchemaFields } from './field-list.tsx';
import { type Field, typeInWords } from './json-schema.ts';
import { MethodName } from './method-name.tsx';
import type { OpenApi, Operation, Parameter } from './open-api.ts';
import { Samples } from './samples-view.tsx';
import { TryIt } from './try-it.tsx';

interface OperationReferenceProps {
  readonly operation: Operation;
  readonly document: OpenApi;
}

/** One address: what it takes, what it answers, code that calls it, and a form that does. */
export function OperationReference({ operation, document }: OperationReferenceProps) {
  const [draft, setDraft] = useState(() => draftOf(operation, document));
  const { method, path, summary, description, scope, parameters, body, bodyTypes, answers } = operation;
  return (
    <article className="grid min-w-0 items-start gap-x-6 gap-y-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <header className="flex flex-col gap-1.5">
          <h2 className="text-xl font-semibold">{summary}</h2>
          <p className="flex flex-wrap items-center gap-2 font-mono text-sm">
            <MethodName method={method} />
            <span className="break-all">{path}</span>
          </p>
          <p className="flex items-center gap-2 text-muted">
            {scope === null ? <Badge>no key needed</Badge> : <Badge tone="accent">scope {scope}</Badge>}
          </p>
          {description === '' ? null : <p className="max-w-prose text-base text-muted">{description}</p>}
        </header>
        {parameters.length === 0 ? null : (
          <Part title="Parameters">
            <FieldList
              side="request"
              fields={parameters.map((parameter) => parameterField(parameter, document))}
            />
          </Part>
        )}
        {body === undefined ? null : (
          <Part title="Body" note={bodyTypes.join(' or ')}>
            <SchemaFields side="request" schema={body} document={document} />
          </Part>
        )}
        {answers.map((answer) => (
          <Part
            key={answer.status}
            title={answer.status === 'default' ? 'Errors' : `Answer ${answer.status}`}
            note={answer.contentType}
          >
            <p className="pb-2 text-muted">{answer.description}</p>
            {answer.schema === undefined ? null : (
              <SchemaFields side="answer" schema={answer.schema} document={document} />
            )}
          </Part>
        ))}
      </div>
      <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-16">
        <Samples operation={operation} draft={draft} />
        <TryIt operation={operation} draft={draft} onDraft={setDraft} />
      </div>
    </article>
  );
}

interface PartProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly children: ReactNode;
}

function Part({ title, note, children }: PartProps) {
  return (
    <section>
      <h3 className="flex items-baseline gap-2 pb-1.5 text-base font-semibold">
        {title}
        {note === undefined ? null : <span className="font-mono text-xs font-normal text-muted">{note}</span>}
      </h3>
      {children}
    </section>
  );
}

function parameterField(parameter: Parameter, document: OpenApi): Field {
  const { default: standard } = parameter.schema;
  return {
    path: parameter.name,
    name: parameter.name,
    depth: 0,
    type: `${typeInWords(parameter.schema, document)}, in ${parameter.in}`,
    required: parameter.required === true && standard === undefined,
    description: parameter.description ?? '',
    limits: standard === undefined ? '' : `default ${JSON.stringify(standard)}`,
  };
}
