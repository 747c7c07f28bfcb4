import type { Browser, CDPSession, Page } from 'playwright-core'
import { framesOf, type Frames } from './frames.ts'
import { percentile } from './percentile.ts'

const target = 100_000
const tooLong = 50

/** Runs through the queue to the row of that number, and through all of them again. */
export async function* scrollFrames(browser: Browser, page: Page): AsyncGenerator<string> {
  let requests = 0
  let slowest = 0
  page.on('requestfinished', (request) => {
    if (new URL(request.url()).pathname !== '/api/v1/listings') return
    requests++
    slowest = Math.max(slowest, request.timing().responseEnd)
  })
  await page.goto('/listings')
  await page.locator('[role=listitem]').first().waitFor()
  const session = await page.context().newCDPSession(page)
  const rowHeight = await page.evaluate<number>(`bench.list().scrollHeight / bench.length()`)
  const length = (): Promise<number> => page.evaluate('bench.length()')
  const measured = (move: () => Promise<void>): Promise<Frames> => framesOf(browser, page, move)

  const keys = await measured(async () => {
    for (let press = 0; press < 150; press++) {
      await page.keyboard.press('j')
      await page.waitForTimeout(30)
    }
  })
  yield `  the key j, 150 times              ${summary(keys)}`
  const reading = await measured(() => wheel(session, { far: 60_000, speed: 6000 }))
  yield `  wheel, 6,000 px a second          ${summary(reading)}`

  requests = slowest = 0
  const before = await length()
  const began = performance.now()
  const loading = await measured(async () => {
    while ((await length()) < target) await wheel(session, { far: 1_000_000, speed: 150_000 })
  })
  const seconds = (performance.now() - began) / 1000
  const rows = await length()
  yield `  wheel until ${rows.toLocaleString('en')} rows are loaded ${summary(loading)}; ${seconds.toFixed(0)} s, a request for ${((rows - before) / requests).toFixed(0)} rows, answered after ${slowest.toFixed(0)} ms at the most`

  await page.evaluate('bench.list().scrollTo(0, 0)')
  await page.waitForTimeout(1000)
  requests = 0
  const again = await measured(() =>
    wheel(session, { far: target * rowHeight, speed: (target * rowHeight) / 20 }),
  )
  yield `  wheel through them in 20 s         ${summary(again)}; ${requests} requests`
  const dragged = await measured(async () => {
    for (let place = 0; place <= 100; place++) {
      await page.evaluate(`bench.list().scrollTo(0, ${((place * 37) % 101) * 990 * rowHeight})`)
      await page.waitForTimeout(30)
    }
  })
  yield `  scroll bar to 101 places           ${summary(dragged)}`
  await session.detach()
}

async function wheel(
  session: CDPSession,
  { far, speed }: { far: number; speed: number },
): Promise<void> {
  await session.send('Input.synthesizeScrollGesture', {
    x: 420,
    y: 600,
    yDistance: -far,
    speed: Math.round(speed),
    preventFling: true,
    gestureSourceType: 'mouse',
  })
}

function summary({ between, still, tasks }: Frames): string {
  const summary = (values: readonly number[]): string => {
    const long = values.filter((value) => value > tooLong).length
    return `longest ${Math.max(...values).toFixed(0)} ms, ${long} over ${tooLong} ms`
  }
  return `${between.length} frames, p50 ${percentile(between, 0.5).toFixed(1)} ms, p99 ${percentile(between, 0.99).toFixed(1)} ms, ${summary(between)}; nothing new to draw for ${still.toFixed(0)} ms at the most; tasks: ${summary(tasks)}`
}
