/** The page's own shape while the description is on its way. */
export function DocsSkeleton() {
  return (
    <output aria-label="Loading the reference" className="grid gap-6 lg:grid-cols-[15rem_1fr]">
      <div className="flex flex-col gap-3">
        {['w-40', 'w-48', 'w-36', 'w-44', 'w-32'].map((width) => (
          <div key={width} className={`skeleton h-4 ${width}`} />
        ))}
      </div>
      <div className="flex flex-col gap-3">
        <div className="skeleton h-6 w-64" />
        <div className="skeleton h-4 w-96 max-w-full" />
        <div className="skeleton h-64" />
      </div>
    </output>
  );
}
