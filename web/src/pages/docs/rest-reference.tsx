import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../ui/loaded.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DocsSkeleton } from './docs-skeleton.tsx';
import { MethodName } from './method-name.tsx';
import { operationsOf } from './open-api.ts';
import { OperationReference } from './operation-reference.tsx';
import { ReferenceList } from './reference-list.tsx';
import type { ReferenceName } from './references.ts';
import { openApiQuery } from './specifications.ts';

interface RestReferenceProps {
  readonly tag: ReferenceName;
  /** The operation shown; the first one where it is not known. */
  readonly at: string | undefined;
}

/** The addresses of one part of the API: a list, and the one that is chosen. */
export function RestReference({ tag, at }: RestReferenceProps) {
  const query = useQuery(openApiQuery);
  return (
    <Loaded query={query} skeleton={<DocsSkeleton />}>
      {(document) => {
        const operations = operationsOf(document, tag);
        const shown = operations.find(({ id }) => id === at) ?? operations[0];
        if (shown === undefined) {
          return (
            <EmptyState title="Nothing here on this server">
              <p>
                This server plays no role that answers these addresses. The roles are set by
                RICHESREACH_ROLES.
              </p>
            </EmptyState>
          );
        }
        return (
          <div className="grid items-start gap-x-6 gap-y-3 lg:grid-cols-[15rem_1fr]">
            <ReferenceList
              label="Addresses"
              reference={tag}
              shown={shown.id}
              entries={operations.map(({ id, method, path, summary }) => ({
                id,
                search: `${method} ${path} ${summary}`,
                title: (
                  <>
                    <MethodName method={method} />
                    <span className="min-w-0 break-words">{shortPath(path)}</span>
                  </>
                ),
              }))}
            />
            <OperationReference key={shown.id} operation={shown} document={document} />
          </div>
        );
      }}
    </Loaded>
  );
}

/** Lets a long path break after its slashes, not inside its names. */
function shortPath(path: string): string {
  return path.replaceAll('/', '/\u200B');
}
