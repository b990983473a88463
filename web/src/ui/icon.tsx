/** Our own icons: 16 × 16, one stroke. */
const PATHS = {
  market: 'M2 13.5h12M3.5 10.5l3-3.5 2.5 2 3.5-5M9.8 4h2.7v2.7',
  business: 'M2.5 13.5h11M4 11V8.5M7 11V5.5M10 11V7M13 11V3',
  performance: 'M1.8 8.5h3l1.8-5 2.8 9 1.8-4h3',
  ai: 'M2.5 8h3.2l4-4.5h3.8M5.7 8l4 4.5h3.8M11.5 1.7l2 1.8-2 1.8M11.5 10.7l2 1.8-2 1.8',
  advisor: 'M2.5 3h11v8h-6l-3 2.7V11h-2zM5 5.8h6M5 8.2h4',
  docs: 'M3.5 2.5h6l3 3v8h-9zM9.5 2.5v3h3M5.8 8.5h4.4M5.8 11h4.4',
  bell: 'M4 11.5V7.5a4 4 0 0 1 8 0v4l1.2 1.2H2.8zM6.8 13.5h2.4',
  predict: 'M2 11l3.5-4 2.5 2.5M8 9.5l6-6M8 9.5l6-1M8 9.5l6 3.5',
  users:
    'M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.8 13.5a4.2 4.2 0 0 1 8.4 0M10.5 3.4a2.4 2.4 0 0 1 0 4.4M12 9.9a4 4 0 0 1 2.2 3.6',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3l3.2 3.2',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.3v3.4M8 5.2v.1',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  close: 'M4 4l8 8M12 4l-8 8',
  calendar: 'M2.5 4.5h11v9h-11zM2.5 7.5h11M5.5 2.5v3M10.5 2.5v3',
  left: 'M9.5 3.5L5 8l4.5 4.5',
  right: 'M6.5 3.5L11 8l-4.5 4.5',
  sun: 'M8 10.7a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M3.6 12.4l1-1M11.4 4.6l1-1',
  moon: 'M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6z',
  system: 'M2.5 3.5h11v7h-11zM6 13h4M8 10.5V13',
  sliders: 'M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6M10 3.5v3M6 9.5v3',
  keyboard: 'M1.8 4h12.4v8H1.8zM4.2 6.7h.01M6.7 6.7h.01M9.3 6.7h.01M11.8 6.7h.01M5.2 9.5h5.6',
  key: 'M5.2 11.8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.5 7l5.8-4.2M11 4.6l1.4 2M12.8 3.2',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M2.5 13.5h11',
  image: 'M2.5 3h11v10h-11zM2.5 11l3.3-3.5 2.7 2.7 2-1.8 3 2.8M10.7 6h.01',
  rows: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 6.5v6',
  link: 'M6.8 9.2a2.4 2.4 0 0 0 3.5 0l2.2-2.3a2.4 2.4 0 1 0-3.4-3.4l-.9.9M9.2 6.8a2.4 2.4 0 0 0-3.5 0L3.5 9.1a2.4 2.4 0 1 0 3.4 3.4l.9-.9',
  alert: 'M8 2.5l6 11H2zM8 6.5v3.2M8 11.6v.1',
  play: 'M5 3.2v9.6L12.5 8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.8h-2.8',
  plug: 'M5.5 2.5v3M10.5 2.5v3M3.8 5.5h8.4v2.3a4.2 4.2 0 0 1-8.4 0zM8 12v2',
  bookmark: 'M4.5 2.5h7v11L8 10.5l-3.5 3z',
  star: 'M8 2.2l1.8 3.7 4 .6-2.9 2.8.7 4L8 11.4l-3.6 1.9.7-4-2.9-2.8 4-.6z',
  flag: 'M4 14V2.3M4 3h8.2l-2 2.7 2 2.8H4',
  plus: 'M8 3.5v9M3.5 8h9',
  edit: 'M3 13l.7-3L11 2.7l2.3 2.3L6 12.3z',
  up: 'M8 12.5v-9M4.5 7L8 3.5 11.5 7',
  down: 'M8 3.5v9M4.5 9L8 12.5 11.5 9',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
