export type { Instrument, SymbolBars } from './bars.ts';
export { type BarSource, fileSource, streamSource } from './import/bar-source.ts';
export { type FileReport, type ImportReport, importBars } from './import/import-bars.ts';
export { importMarket, type MarketImport, type MarketImportReport } from './import/import-market.ts';
export type { SymbolsReport } from './import/import-symbols.ts';
export { SourceError } from './import/source-error.ts';
export { readSymbols, type SymbolsFile } from './import/symbols-file.ts';
export { createMarketRoom, type MarketRoom } from './market-room.ts';
export type { Universe } from './universe-types.ts';
