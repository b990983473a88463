import { problemOf } from '../api/problem.ts';

/** What a refused action says: each field's own message, or the reason as a whole. */
export function ProblemNote({ error }: { readonly error: unknown }) {
  const { detail, errors = [], request_id } = problemOf(error);
  return (
    <div role="alert" className="flex flex-col gap-1 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
      <p>{detail}</p>
      {errors.length === 0 ? null : (
        <ul className="list-disc pl-4">
          {errors.map(({ pointer, message }) => (
            <li key={`${pointer} ${message}`}>
              <code className="font-mono text-xs">{pointer}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {request_id === '' ? null : <p className="font-mono text-xs break-all">{request_id}</p>}
    </div>
  );
}
