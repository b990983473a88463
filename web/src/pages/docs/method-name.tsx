const INK: Readonly<Record<string, string>> = {
  GET: 'text-accent',
  POST: 'text-gain',
  DELETE: 'text-loss',
};

export function MethodName({ method }: { readonly method: string }) {
  return (
    <span
      className={`inline-block w-12 shrink-0 font-mono text-xs font-semibold ${INK[method] ?? 'text-warn'}`}
    >
      {method}
    </span>
  );
}
