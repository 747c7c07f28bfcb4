import type { Browser, Page } from 'playwright-core'

type TraceEvent = {
  name: string
  cat: string
  ph: string
  /** Microseconds. */
  ts: number
  dur?: number
  /** Of these, those in which the thread had a processor. */
  tdur?: number
  pid: number
  tid: number
  args?: { frameSeqId?: number; data?: { needsBeginFrame?: number } }
}

export type Frames = {
  /** Milliseconds from one drawn frame to the next, or from when there was something to draw again. */
  between: number[]
  /** Longest time in milliseconds without a change of the page, so that no frame was due. */
  still: number
  /** Durations in milliseconds for which the page did not respond. */
  tasks: number[]
  /** Of each, the milliseconds of processor. */
  computed: number[]
}

const categories = [
  '-*',
  'blink.user_timing',
  'toplevel',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
]

/** Traces Chromium during an animation, and returns the frames drawn meanwhile. */
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
  const tasks = meanwhile.filter(({ name, tid }) => name === 'RunTask' && tid === from.tid)
  return {
    ...betweenDrawn(meanwhile.toSorted((a, b) => a.ts - b.ts)),
    tasks: tasks.map(({ dur = 0 }) => dur / 1000),
    computed: tasks.map(({ tdur = 0 }) => tdur / 1000),
  }
}

/**
 * A frame is late from the moment when Chromium could have drawn something new: not while it requests no frames, and
 * not before the beginning of a frame that the trace reports neither as drawn nor as dropped, since there was nothing
 * new then. So a list that waits at its end for rows drops none.
 */
function betweenDrawn(events: readonly TraceEvent[]): Pick<Frames, 'between' | 'still'> {
  const numbersOf = (name: string): Set<number | undefined> =>
    new Set(events.filter((event) => event.name === name).map(({ args }) => args?.frameSeqId))
  const [drawn, dropped] = [numbersOf('DrawFrame'), numbersOf('DroppedFrame')]
  const between: number[] = []
  let still = 0
  let before: number | undefined
  let upToDate = 0
  for (const { name, ts, args } of events) {
    const number = args?.frameSeqId
    if (name === 'DrawFrame') {
      if (before !== undefined) {
        between.push((ts - upToDate) / 1000)
        still = Math.max(still, (upToDate - before) / 1000)
      }
      before = upToDate = ts
    } else if (name === 'NeedsBeginFrameChanged' && args?.data?.needsBeginFrame === 1) {
      upToDate = ts
    } else if (name === 'BeginFrame' && !drawn.has(number) && !dropped.has(number)) {
      upToDate = ts
    }
  }
  return { between, still }
}

function markAt(events: readonly TraceEvent[], mark: string): TraceEvent | undefined {
  return events.find(({ name, cat }) => name === mark && cat.includes('blink.user_timing'))
}
