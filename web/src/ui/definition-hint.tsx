import { Hint } from './hint.tsx';
import { Icon } from './icon.tsx';
import { usePanelFacts } from './panel-context.ts';

interface DefinitionHintProps {
  readonly title: string;
  readonly defines: readonly string[];
}

/** The server's own definition of what is shown; nothing where it gives none. */
export function DefinitionHint({ title, defines }: DefinitionHintProps) {
  const { definitions } = usePanelFacts();
  const known = defines.flatMap((name) => {
    const text = definitions[name];
    return text === undefined ? [] : [{ name, text }];
  });
  if (known.length === 0) return null;
  return (
    <Hint
      label={`${title}, definition`}
      className="p-1"
      hint={
        <dl className="flex flex-col gap-2">
          {known.map(({ name, text }) => (
            <div key={name}>
              {known.length > 1 ? <dt className="font-mono text-xs text-muted">{name}</dt> : null}
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      }
    >
      <Icon name="info" size={14} />
    </Hint>
  );
}
