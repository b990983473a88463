/** The page's own shape while its figures are on their way. */
export function BusinessSkeleton() {
  return (
    <output aria-label="Loading the figures" className="flex flex-col gap-3">
      <div className="panel grid grid-cols-2 gap-x-8 gap-y-6 p-4 pt-14 sm:grid-cols-3 xl:grid-cols-6">
        {Array.from({ length: 12 }, (_, index) => (
          <div key={index} className="flex flex-col gap-2">
            <div className="skeleton h-3 w-20" />
            <div className="skeleton h-6 w-28" />
            <div className="skeleton h-3 w-24" />
          </div>
        ))}
      </div>
      <div className="grid gap-3 lg:grid-cols-3">
        {[260, 220].flatMap((height) => [
          <div key={height} className="panel p-4 pt-12 lg:col-span-2">
            <div className="skeleton" style={{ height }} />
          </div>,
          <div key={-height} className="panel p-4 pt-12">
            <div className="skeleton" style={{ height }} />
          </div>,
        ])}
      </div>
    </output>
  );
}
