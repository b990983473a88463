/** The page's own shape while its bars are on their way. */
export function SymbolSkeleton() {
  return (
    <output aria-label="Loading the bars" className="flex flex-col gap-3">
      <div className="panel flex flex-col gap-3 p-4">
        <div className="skeleton h-4 w-48" />
        <div className="skeleton h-7 w-40" />
        <div className="skeleton h-3 w-28" />
      </div>
      <div className="panel flex flex-col gap-4 p-4">
        <div className="skeleton h-4 w-32" />
        <div className="skeleton h-[clamp(20rem,58dvh,40rem)]" />
      </div>
    </output>
  );
}
