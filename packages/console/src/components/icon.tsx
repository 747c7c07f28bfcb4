import type { ReactNode } from 'react'

/** Strokes on a grid of 24, drawn for these pages. */
const paths = {
  overview: 'M4 20V11M10 20V4M16 20v-6M21 20H3',
  insight: 'M4 4v16h16M8 15l4-5 3 3 5-7',
  listings: 'M4 6h16M4 12h16M4 18h10',
  catalog: 'M5 4h14v16H5zM9 8h6M9 12h6',
  lexicon:
    'M5 5a2 2 0 0 1 2-2h12v15H7a2 2 0 0 0-2 2V5ZM5 20a1 1 0 0 0 1 1h13M9.5 13l2.5-6 2.5 6M10.3 11h3.4',
  thresholds: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  import: 'M12 15V4M8 8l4-4 4 4M4 15v5h16v-5',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 5a3 3 0 0 1 0 6M17.5 14.5c2.2.8 3.5 2.8 3.5 5.5',
  key: 'M14.5 9.5a4.5 4.5 0 1 0-4.3 4.49L12 12.5h2v2h2v2h3v-3l-4.8-4.2',
  log: 'M6 3h9l4 4v14H6zM9 12h7M9 16h7M14 3v5h5',
  hook: 'M12 4v9a4 4 0 1 1-8 0M9 7l3-3 3 3M20 20h-4M20 16h-4',
  watch:
    'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2',
  engine:
    'M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z',
  jobs: 'M4 6h10M4 12h10M4 18h6M18 8v8M15 13l3 3 3-3',
  store:
    'M5 6c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3ZM5 6v12c0 1.7 3.1 3 7 3s7-1.3 7-3V6M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3',
  account: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.5-3.8 3.5-6 7.5-6s7 2.2 7.5 6',
  auditSample: 'M4 4h16v16H4zM8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01',
  dossier: 'M7 3h7l5 5v13H7zM14 3v5h5M10 13h6M10 17h3M4 7v14',
  cases: 'M4 7h6l2 2h8v11H4zM4 13h16',
  captures: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z',
  notice: 'M4 6h16v12H4zM4 7l8 6 8-6',
  law: 'M12 4v16M7 20h10M5 7h14M5 7l-2.5 6a2.7 2.7 0 0 0 5 0L5 7ZM19 7l-2.5 6a2.7 2.7 0 0 0 5 0L19 7Z',
  inbox: 'M4 13h4l1.5 3h5L16 13h4M4 13v6h16v-6M12 3v8M9 8l3 3 3-3',
  answers: 'M4 5h16v11H10l-4 4v-4H4zM8 9h8M8 12h5',
  gauge: 'M4 18a8 8 0 1 1 16 0M12 18l4.5-6M4 18h2M18 18h2M12 10V8',
  search: 'M11 17a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM15.5 15.5 20 20',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M19 12H5M11 6l-6 6 6 6',
  down: 'M6 9l6 6 6-6',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17 14h.01M7 14h.01M10 14h4',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  nothing: 'M4 13h4l1.5 3h5L16 13h4M4 13 6.5 5h11L20 13v6H4z',
  noPicture: 'M4 5h16v14H4zM4 16l4.5-4.5 3.5 3.5M14 13l2-2 4 4M3 3l18 18',
  grid: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  network:
    'M12 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM5.5 20a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM18.5 20a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM10.8 8.2 6.7 15.3M13.2 8.2l4.1 7.1M8 17.5h8',
  codes: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8v8M11 8v8M13.5 8v8M16 8v8',
  blur: 'M12 3.5s6 6.3 6 10.5a6 6 0 0 1-12 0C6 9.8 12 3.5 12 3.5ZM12 17.5a3.5 3.5 0 0 0 3.5-3.5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  cloud: 'M3 3l18 18M8 7.3A6 6 0 0 1 17.5 11 4 4 0 0 1 20 17.6M6.5 10.5A4.2 4.2 0 0 0 7 19h10',
  warning: 'M12 4 2.8 20h18.4L12 4ZM12 10v4M12 17h.01',
} as const

export type IconName = keyof typeof paths

/** Decorative: the text beside it has the meaning. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
