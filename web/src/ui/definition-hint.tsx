import { Hint } from './hint.tsx';
import { Icon } from './icon.tsx';
import { usePanelFacts } from './panel-context.ts';

interface DefinitionHintProps {
  readonly title: string;
  readonly defines: readonly string[];
  /** Said where the server has no figure to define. */
  readonly about?: string | undefined;
}

/** The server's own definition of what is shown; nothing where it gives none. */
export function DefinitionHint({ title, defines, about }: DefinitionHintProps) {
  const { definitions } = usePanelFacts();
  const known = defines.flatMap((name) => {
    const text = definitions[name];
    return text === undefined ? [] : [{ name, text }];
  });
  if (known.length === 0 && about === undefined) return null;
  return (
    <Hint
      label={`${title}, definition`}
      className="p-1"
      hint={
        <div className="flex flex-col gap-2">
          {about === undefined ? null : <p>{about}</p>}
          {known.map(({ name, text }) => (
            <p key={name}>
              {known.length > 1 ? <span className="block font-mono text-xs text-muted">{name}</span> : null}
              {text}
            </p>
          ))}
        </div>
      }
    >
      <Icon name="info" size={14} />
    </Hint>
  );
}
