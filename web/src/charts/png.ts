import { saveFile } from '../ui/save-file.ts';

const SCALE = 2;
const MARGIN = 16;
const CAPTION = 28;
/** What a mark looks like, wherever the page's style sheet says so. */
const PAINTED = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-family',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
];

interface Drawing {
  readonly image: CanvasImageSource;
  /** On the page, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Saves a drawing as a picture that says what it shows and of when, in the colours of the page. */
export function savePng({ image, width, height }: Drawing, caption: string, name: string): void {
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * MARGIN) * SCALE;
  canvas.height = (height + 2 * MARGIN + CAPTION) * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(SCALE, SCALE);
  context.fillStyle = token('--surface');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = token('--ink');
  context.font = '600 14px ui-sans-serif, system-ui, sans-serif';
  context.textBaseline = 'top';
  context.fillText(caption, MARGIN, MARGIN);
  context.drawImage(image, MARGIN, MARGIN + CAPTION, width, height);
  canvas.toBlob((picture) => {
    if (picture !== null) saveFile(picture, `${name}.png`);
  });
}

/** The SVG charts inside an element, one below the other. */
export async function drawCharts(container: HTMLElement): Promise<Drawing> {
  const charts = [...container.querySelectorAll<SVGSVGElement>('svg[data-chart]')];
  const boxes = charts.map((chart) => chart.getBoundingClientRect());
  const width = Math.max(1, ...boxes.map((box) => box.width));
  const height = Math.max(
    1,
    boxes.reduce((sum, box) => sum + box.height, 0),
  );
  const image = document.createElement('canvas');
  image.width = width * SCALE;
  image.height = height * SCALE;
  const context = image.getContext('2d');
  context?.scale(SCALE, SCALE);
  let top = 0;
  for (const [index, chart] of charts.entries()) {
    const box = boxes[index] ?? new DOMRect();
    context?.drawImage(await picture(chart), 0, top, box.width, box.height);
    top += box.height;
  }
  return { image, width, height };
}

/** A canvas that a chart library drew, at the size it has on the page. */
export function drawingOf(image: HTMLCanvasElement): Drawing {
  return { image, width: image.width / devicePixelRatio, height: image.height / devicePixelRatio };
}

/** A copy that needs no style sheet: what the page computed is written onto every mark. */
async function picture(chart: SVGSVGElement): Promise<HTMLImageElement> {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = [chart, ...chart.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, index) => {
    const computed = getComputedStyle(original);
    copies[index]?.removeAttribute('class');
    for (const property of PAINTED)
      copies[index]?.setAttribute(property, computed.getPropertyValue(property));
  });
  const text = new XMLSerializer().serializeToString(copy);
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = address;
  await image.decode();
  URL.revokeObjectURL(address);
  return image;
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}
