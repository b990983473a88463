/** The page's own shape while its figures are on their way. */
export function MarketSkeleton() {
  return (
    <output aria-label="Loading the market" className="flex flex-col gap-3">
      <div className="panel grid grid-cols-2 gap-x-8 gap-y-6 p-4 sm:grid-cols-3 xl:grid-cols-6">
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className="flex flex-col gap-2">
            <div className="skeleton h-3 w-20" />
            <div className="skeleton h-6 w-28" />
            <div className="skeleton h-3 w-24" />
          </div>
        ))}
      </div>
      <div className="grid gap-3 lg:grid-cols-3">
        <Block className="lg:col-span-2" height={236} />
        <Block height={236} />
      </div>
      <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
        <Block height={352} />
        <Block height={352} />
        <Block height={352} />
      </div>
    </output>
  );
}

function Block({ height, className = '' }: { readonly height: number; readonly className?: string }) {
  return (
    <div className={`panel flex flex-col gap-4 p-4 ${className}`}>
      <div className="skeleton h-4 w-24" />
      <div className="skeleton" style={{ height }} />
    </div>
  );
}
