import { problemOf } from '../api/problem.ts';

/** What a refused action says: each field's own message, or the reason as a whole. */
export function ProblemNote({ error }: { readonly error: unknown }) {
  const { detail, errors = [], request_id } = problemOf(error);
  // Of one field the reason as a whole says the same.
  const listed = errors.length === 1 && detail.includes(errors[0]?.message ?? '') ? [] : errors;
  return (
    <div role="alert" className="flex flex-col gap-1 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
      <p>{detail}</p>
      {listed.length === 0 ? null : (
        <ul className="list-disc pl-4">
          {listed.map(({ pointer, message }) => (
            <li key={`${pointer} ${message}`}>
              <code className="font-mono text-xs">{pointer}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {request_id === '' ? null : <p className="text-xs break-all">Request {request_id}</p>}
    </div>
  );
}
