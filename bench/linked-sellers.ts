import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { SellerMarket } from '../packages/linkage/test/seller-market.ts'
import { timed, type Run } from './process-runs.ts'

const ofAccount = 10
const arriving = 100

/**
 * Links invented listings, ten an account, two of every two hundred accounts of one operator: in one run, against
 * reading and rewriting them; then a hundred listings more, going on from there.
 */
export async function* linkedSellers(rows: number): AsyncGenerator<string> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-linked-sellers-'))
  const place = (name: string): string => join(folder, name)
  const link = (input: string): Promise<Run> =>
    timed([
      'packages/cli/src/main.ts',
      'link-sellers',
      '--in',
      place(input),
      '--out',
      place('out'),
      '--state',
      place('state'),
    ])
  const figures = ({ processorSeconds, peakMemory }: Run): string =>
    `${processorSeconds.toFixed(1)} s of processor, ${peakMemory.toFixed(0)} MiB`
  try {
    await write(place('all'), 1, rows)
    await write(place('more'), 2, arriving)
    const rewritten = await timed(['bench/reparse-lines.ts', place('all'), place('rewritten')])
    const whole = await link('all')
    const ratio = whole.processorSeconds / rewritten.processorSeconds
    yield `linked sellers, ${rows} listings: ${figures(whole)}, ${ratio.toFixed(1)} times reading and rewriting them`
    yield `linked sellers, ${arriving} more: ${figures(await link('more'))}`
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function write(path: string, seed: number, listings: number): Promise<void> {
  const market = new SellerMarket(seed)
  const out = createWriteStream(path)
  for (let account = 0; account < listings / ofAccount; account++) {
    const operator = Math.floor(account / 2)
    const contact =
      account % 200 < 2
        ? `WA 0812 ${String(10_000_000 + operator * 7).replace(/(....)$/, ' $1')}`
        : ''
    for (const listing of market.listings(`s${seed}-${account}`, { count: ofAccount, contact }))
      out.write(`${JSON.stringify(listing)}\n`)
    if (account % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  out.end()
  await finished(out)
}
