import type { Browser, Page } from 'playwright-core'

type TraceEvent = {
  name: string
  cat: string
  ph: string
  /** Microseconds. */
  ts: number
  dur?: number
  pid: number
  tid: number
}

export type Frames = {
  /** Milliseconds between one drawn frame and the next. */
  between: number[]
  /** Milliseconds for which the page answered to nothing, each time. */
  tasks: number[]
}

const categories = [
  ...['-*', 'blink.user_timing', 'toplevel'],
  ...['disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame'],
]

/** Traces Chromium while something moves, and tells the frames that were drawn meanwhile. */
export async function framesOf(
  browser: Browser,
  page: Page,
  move: () => Promise<void>,
): Promise<Frames> {
  await browser.startTracing(page, { categories })
  await page.evaluate(`performance.mark('moving')`)
  await move()
  await page.evaluate(`performance.mark('still')`)
  const written = await browser.stopTracing()
  const { traceEvents } = JSON.parse(written.toString()) as { traceEvents: TraceEvent[] }
  const [from, to] = ['moving', 'still'].map((name) => markAt(traceEvents, name))
  if (from === undefined || to === undefined) throw new Error('the trace lacks its marks')
  const meanwhile = traceEvents.filter(
    ({ pid, ts }) => pid === from.pid && ts >= from.ts && ts <= to.ts,
  )
  const drawn = meanwhile
    .filter(({ name }) => name === 'DrawFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b)
  return {
    between: drawn.slice(1).map((ts, at) => (ts - (drawn[at] ?? ts)) / 1000),
    tasks: meanwhile
      .filter(({ name, tid }) => name === 'RunTask' && tid === from.tid)
      .map(({ dur = 0 }) => dur / 1000),
  }
}

function markAt(events: readonly TraceEvent[], mark: string): TraceEvent | undefined {
  return events.find(({ name, cat }) => name === mark && cat.includes('blink.user_timing'))
}
