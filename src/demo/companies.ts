/** A fictional company or coin: nobody can take its figures for real ones. */
export interface Listing {
  readonly symbol: string;
  readonly name: string;
  readonly sector: string | null;
  readonly assetClass: 'equity' | 'crypto';
  /** Price on the first day, USD, and shares (or coins) then. */
  readonly price: number;
  readonly shares: number;
  /** Cash a quarter as a share of the price; 0 pays none. */
  readonly dividendYield: number;
}

type Row = readonly [
  symbol: string,
  name: string,
  price: number,
  sharesMillions: number,
  yieldPercent: number,
];

const BY_SECTOR: Readonly<Record<string, readonly Row[]>> = {
  'Communication Services': [
    ['AERL', 'Aerial Networks', 34, 4100, 2.9],
    ['CINX', 'Cinaxis Studios', 88, 640, 0],
    ['HLGM', 'Hologram Media', 152, 310, 0],
    ['PLZA', 'Plaza Social', 61, 2250, 0],
    ['WAVR', 'Waverley Broadcasting', 27, 480, 3.4],
  ],
  'Consumer Discretionary': [
    ['BRIO', 'Brio Motors', 43, 1350, 1.1],
    ['CABN', 'Cabin & Coast Hotels', 96, 260, 0.9],
    ['KILN', 'Kiln Home Goods', 58, 190, 1.6],
    ['LOOM', 'Loom Apparel', 71, 330, 1.2],
    ['MRKT', 'Marketa Online', 118, 3900, 0],
    ['VLEC', 'Velocity Electric', 64, 1700, 0],
  ],
  'Consumer Staples': [
    ['FJRD', 'Fjord Foods', 49, 720, 3.1],
    ['GRNV', 'Greenvale Grocers', 83, 510, 2.0],
    ['HRTH', 'Hearthside Household', 67, 980, 2.7],
    ['SPRG', 'Springwell Beverages', 55, 1900, 2.9],
  ],
  Energy: [
    ['BSLT', 'Basalt Energy', 72, 1250, 4.1],
    ['DRFT', 'Driftline Offshore', 31, 420, 2.2],
    ['PNNC', 'Pinnacle Pipelines', 38, 860, 5.6],
    ['SOLR', 'Solaris Renewables', 46, 390, 0],
    ['TRRA', 'Terra Petroleum', 91, 1480, 3.7],
  ],
  Financials: [
    ['ANCH', 'Anchor Street Bank', 54, 2600, 2.6],
    ['CRDI', 'Cordial Insurance', 133, 310, 1.9],
    ['LDGR', 'Ledgerline Payments', 176, 620, 0.6],
    ['MRDN', 'Meridian Capital', 212, 240, 2.3],
    ['OAKB', 'Oakbridge Financial', 41, 1150, 3.0],
    ['VLTX', 'Vaultex Exchange', 97, 330, 1.5],
  ],
  'Health Care': [
    ['BIOV', 'Biovanta Therapeutics', 124, 270, 0],
    ['CLRA', 'Clara Diagnostics', 86, 450, 0.8],
    ['HLIX', 'Helix Genomics', 59, 220, 0],
    ['MEDN', 'Medinova Devices', 143, 760, 1.3],
    ['NRVA', 'Nervana Pharma', 78, 1850, 3.2],
    ['WLLC', 'Wellcourt Care', 231, 520, 1.0],
  ],
  Industrials: [
    ['AXFR', 'Axle Freight', 109, 300, 1.4],
    ['BOUL', 'Boulder Construction', 74, 260, 1.1],
    ['CRNE', 'Crane & Harbor Logistics', 62, 510, 1.7],
    ['FRGD', 'Forge Dynamics', 158, 640, 1.8],
    ['JETA', 'Jetarc Aerospace', 186, 560, 1.5],
    ['RLWY', 'Railway United', 203, 410, 2.0],
  ],
  'Information Technology': [
    ['CHPR', 'Chipper Semiconductor', 131, 2450, 0.3],
    ['CLRG', 'Cloudridge Systems', 148, 1100, 0],
    ['CYFR', 'Cyfer Security', 92, 360, 0],
    ['KRNS', 'Kernel Software', 244, 5200, 0.8],
    ['LUMD', 'Lumina Devices', 137, 7400, 0.6],
    ['NEUR', 'Neurala Compute', 79, 1300, 0],
    ['QBIT', 'Qubit Instruments', 44, 280, 0],
    ['STCK', 'Stackline Data', 66, 540, 0],
  ],
  Materials: [
    ['ALYW', 'Alloyworks', 39, 460, 2.1],
    ['CRBN', 'Carbonis Chemicals', 81, 380, 2.8],
    ['ORES', 'Oresund Mining', 47, 890, 3.5],
    ['TMBR', 'Timberline Paper', 33, 310, 3.3],
  ],
  'Real Estate': [
    ['ATRM', 'Atrium Offices', 52, 290, 5.1],
    ['DTCR', 'Datacore Centers', 163, 280, 2.4],
    ['HMST', 'Homestead Residences', 68, 370, 3.6],
    ['WRHS', 'Warehouse Partners', 87, 620, 2.9],
  ],
  Utilities: [
    ['AQDT', 'Aqueduct Water', 77, 190, 2.1],
    ['GRDL', 'Gridline Electric', 58, 760, 3.8],
    ['NCLR', 'Nuclear Valley Power', 64, 520, 3.2],
    ['VLLY', 'Valley Gas', 45, 340, 4.0],
  ],
};

const COINS: readonly Row[] = [
  ['AUR-USD', 'Aurum Coin', 21500, 19, 0],
  ['NOV-USD', 'Novachain', 1450, 120, 0],
  ['PIX-USD', 'Pixel', 0.42, 31000, 0],
  ['ZEN-USD', 'Zenith', 38, 410, 0],
];

/** Everything that is listed, equities first. */
export const LISTINGS: readonly Listing[] = [
  ...Object.entries(BY_SECTOR).flatMap(([sector, rows]) => rows.map((row) => listing(row, sector))),
  ...COINS.map((row) => listing(row, null)),
];

function listing([symbol, name, price, sharesMillions, yieldPercent]: Row, sector: string | null): Listing {
  return {
    symbol,
    name,
    sector,
    assetClass: sector === null ? 'crypto' : 'equity',
    price,
    shares: sharesMillions * 1e6,
    dividendYield: yieldPercent / 100,
  };
}
