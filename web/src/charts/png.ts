import { saveFile } from '../ui/save-file.ts';

const SCALE = 2;
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

/** Offers a drawn chart as a file. */
export function savePng(canvas: HTMLCanvasElement | null, name: string): void {
  canvas?.toBlob((picture) => {
    if (picture !== null) saveFile(picture, `${name}.png`);
  });
}

/** Draws the chart inside an element, in the colours it has on the page. */
export async function drawChart(container: HTMLElement): Promise<HTMLCanvasElement | null> {
  const chart = container.querySelector<SVGSVGElement>('svg[data-chart]');
  if (chart === null) return null;
  const { width, height } = chart.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--surface');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(await picture(chart), 0, 0, canvas.width, canvas.height);
  return canvas;
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
