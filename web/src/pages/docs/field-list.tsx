import { type Field, fieldsOf, type JsonSchema, typeInWords } from './json-schema.ts';

interface FieldListProps {
  readonly fields: readonly Field[];
  /** A request marks what must be there; an answer marks what may be missing. */
  readonly side: 'request' | 'answer';
}

const INDENT_PX = 18;

/** Fields with their type, meaning and limits; children stand under their parent. */
export function FieldList({ fields, side }: FieldListProps) {
  return (
    <ul className="rounded-md border border-line">
      {fields.map((field) => (
        <li
          key={field.path}
          className="border-b border-line px-3 py-2 last:border-0"
          style={{ paddingLeft: 12 + field.depth * INDENT_PX }}
        >
          <FieldHead field={field} side={side} />
          {field.description === '' ? null : <p className="max-w-prose">{field.description}</p>}
          {field.limits === '' ? null : (
            <p className="max-w-prose text-xs [overflow-wrap:anywhere] text-muted">{field.limits}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function FieldHead({ field, side }: { readonly field: Field; readonly side: 'request' | 'answer' }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-2.5">
      <span className="font-mono text-xs font-semibold">{field.name}</span>
      <span className="text-xs text-muted">{field.type}</span>
      {side === 'request' && field.required ? <span className="text-xs text-warn">required</span> : null}
      {side === 'answer' && !field.required ? (
        <span className="text-xs text-muted">may be missing</span>
      ) : null}
    </p>
  );
}

interface SchemaFieldsProps {
  readonly schema: JsonSchema;
  readonly document: unknown;
  readonly side: 'request' | 'answer';
}

/** The fields of a schema, or its type in words where it has none. */
export function SchemaFields({ schema, document, side }: SchemaFieldsProps) {
  const fields = fieldsOf(schema, document);
  const type = typeInWords(schema, document);
  return (
    <>
      {type === 'object' ? null : <p className="pb-1.5 text-xs text-muted">{type}</p>}
      {fields.length === 0 ? null : <FieldList fields={fields} side={side} />}
    </>
  );
}
