import { minShareOf, type FunnelShare } from '@touchstone/contract'
import { flaggedFromPercent } from '../funnel.ts'
import type { Funnel } from '../funnel-tally.ts'
import { markup, type Markup } from './markup.ts'
import { percent, percentRange, tick, whole } from './numbers.ts'
import { table, type Cell } from './table.ts'

type Queue = Funnel['queues'][number]

const names: Readonly<Record<Queue['queue'], string>> = {
  block: 'Block',
  review: 'Review',
  'impossible-price': 'Impossible price',
  sellers: 'Sellers',
  'ask-proof': 'Ask for proof',
}

/** "45.0 % (25.8–65.8) of 20", or how many are missing. */
function funnelShareText(share: FunnelShare): string {
  if (!share.known) return `not known: ${whole(share.missing)} more needed`
  return `${percent(share.value)} ${percentRange(share)} of ${whole(share.of)}`
}

/** The queue’s size where so many of what comes in are counterfeit: a day, or of 1,000. */
function heldText({ held }: Queue['expected'][number], perDay: number | null): string {
  if (held === undefined) return '–'
  const count = held * (perDay ?? 1000)
  return count < 10 ? count.toFixed(1) : whole(Math.round(count))
}

/** Queues as lines of text cells: the heads, then one line a queue. */
export function funnelLines({ perDay, queues }: Funnel): string[][] {
  const size = perDay === null ? 'of 1,000' : 'a day'
  return [
    [
      'queue',
      'held',
      'precision here',
      'counterfeits held',
      'honest held',
      `precision and held ${size}, where 0.1 %, 1 %, 10 % are counterfeit`,
    ],
    ...queues.map((queue) => [
      names[queue.queue],
      whole(queue.held),
      funnelShareText(queue.precision),
      funnelShareText(queue.counterfeitsHeld),
      funnelShareText(queue.honestHeld),
      queue.expected
        .map((one) =>
          one.precision === undefined
            ? '–'
            : `${percent(one.precision.value)} ${percentRange(one.precision)}, ${queue.queue === 'sellers' ? '–' : heldText(one, perDay)}`,
        )
        .join(' · '),
    ]),
  ]
}

export function funnelSection({ perDay, queues }: Funnel): Markup {
  const size = perDay === null ? 'Of 1,000 listings' : `A day, of ${whole(perDay)}`
  return markup`<section id="funnel"><h2>Funnel</h2>
<p class="lead">What each queue holds. Precision and shares are of these rows, with 95 % intervals, and unknown below ${minShareOf}. Among real listings counterfeits are rarer than here: the second table applies the queue’s rates among counterfeits and among honest listings to other shares, and its ranges combine both intervals, from worst to best. Sellers are counted once each: one is of counterfeits if most of its labelled listings are.</p>
${table(
  'Queues in these rows',
  [
    { name: 'Queue' },
    { name: 'Held', numeric: true },
    { name: 'Precision', note: 'label 1, of those held' },
    { name: 'Counterfeits held', note: 'of label 1' },
    { name: 'Honest held', note: 'of label 0' },
  ],
  queues.map((queue): Cell[] => [
    names[queue.queue],
    whole(queue.held),
    funnelShareText(queue.precision),
    funnelShareText(queue.counterfeitsHeld),
    funnelShareText(queue.honestHeld),
  ]),
)}
${table(
  'Where counterfeits are as frequent as',
  [
    { name: 'Queue' },
    ...(queues[0]?.expected ?? []).map(({ incomingShare }) => ({ name: tick(incomingShare) })),
  ],
  queues.map((queue): Cell[] => [
    names[queue.queue],
    ...queue.expected.map((one) => expectedCell(one, size, perDay, queue)),
  ]),
)}
${queues.map(thresholdTable)}
</section>`
}

function expectedCell(
  one: Queue['expected'][number],
  size: string,
  perDay: number | null,
  { queue, counterfeitsHeld, honestHeld }: Queue,
): Cell {
  if (one.precision === undefined) return 'not known'
  const basis = `${whole(counterfeitsHeld.of)} counterfeit, ${whole(honestHeld.of)} honest`
  return markup`<span class="number nowrap">${percent(one.precision.value)} <span class="faint">${percentRange(one.precision)}</span></span> <span class="note">${queue !== 'sellers' && `${size}: ${heldText(one, perDay)}; `}n = ${basis}</span>`
}

function thresholdTable({ queue, curve }: Queue): Markup {
  const what =
    queue === 'sellers'
      ? `Sellers are flagged from ${flaggedFromPercent} %.`
      : queue === 'impossible-price'
        ? 'All listings with an impossible price are held; a lowest probability would leave out some.'
        : 'The other thresholds stay where they are.'
  return markup`<h3>${names[queue]}: threshold</h3>
<p class="caption">${what}</p>
${table(
  `${names[queue]} by threshold`,
  [
    { name: 'Probability from', numeric: true },
    { name: 'Held', numeric: true },
    { name: 'Precision' },
    { name: 'Counterfeits held' },
    { name: 'Honest held' },
  ],
  curve.map((point): Cell[] => [
    point.isCurrent
      ? markup`<strong>${tick(point.threshold / 100)} (now)</strong>`
      : tick(point.threshold / 100),
    whole(point.held),
    funnelShareText(point.precision),
    funnelShareText(point.counterfeitsHeld),
    funnelShareText(point.honestHeld),
  ]),
)}`
}
