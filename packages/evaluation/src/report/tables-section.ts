import type { Share } from '../shares.ts'
import type { FamilyFigures, SignalFigures } from '../signals.ts'
import type { Slice, SliceTable } from '../slices.ts'
import { markup, strange, type Markup } from './markup.ts'
import { percent, percentRange, shareText, tick, weightText, whole } from './numbers.ts'
import { barReach, intervalBar } from './plots.ts'
import { linear, roundUp, type Scale } from './scales.ts'
import { table, type Cell } from './table.ts'

const shownSlices = 40

export function slicesSection(tables: readonly SliceTable[]): Markup {
  return markup`<section id="slices"><h2>Slices</h2>
<p class="lead">The same verdicts by group. Dots are shares, lines are their 95 % intervals; where two lines overlap widely, no difference was shown. “Titles” counts distinct titles, ignoring digits. Where it is far below the number of listings, the true interval is wider than the line.</p>
${tables.map(sliceTable)}
</section>`
}

function sliceTable({ by, slices, further }: SliceTable): Markup {
  const listed = slices.slice(0, shownSlices)
  const most = Math.max(
    0.01,
    ...listed.flatMap(({ falseAlarms: { reviewOrBlock } }) => reviewOrBlock.share ?? []),
    // A slice of three listings must not flatten all the others.
    ...listed.flatMap(({ falseAlarms: { reviewOrBlock } }) =>
      reviewOrBlock.of >= 30 ? reviewOrBlock.high : [],
    ),
  )
  const end = roundUp(most)
  const alarmScale = shareBar(end)
  const recallScale = shareBar(1)
  const left = {
    slices: further.slices + slices.length - listed.length,
    rows: slices.slice(shownSlices).reduce((sum, { rows }) => sum + rows, further.rows),
  }
  const ends = `False alarms and recall: review or block. The axis of false alarms ends at ${tick(end)}, the axis of recall at ${tick(1)}.`
  const read = 'The first brand that the engine found; if none, it may have missed one.'
  return markup`<h3>By ${by}</h3>
<p class="caption">${by === 'brand' && `${read} `}${ends}</p>
${table(
  `Verdicts by ${by}`,
  [
    { name: by },
    { name: 'Listings 0 · 1', note: 'by label', numeric: true },
    { name: 'Titles', numeric: true },
    { name: 'False alarms', note: 'review or block, of label 0' },
    { name: 'Block', note: 'of label 0', numeric: true },
    { name: 'Ask proof', note: 'of label 0', numeric: true },
    { name: 'Recall', note: 'review or block, of label 1' },
  ],
  listed.map((slice) => sliceRow(slice, alarmScale, recallScale)),
)}
${left.slices > 0 && markup`<p class="caption">${whole(left.slices)} more with ${whole(left.rows)} listings are not shown.</p>`}`
}

function shareBar(high: number): Scale {
  const ticks = [0, high / 2, high].map((value) => ({ value, label: '' }))
  return linear({ low: 0, high, ...barReach }, ticks)
}

function sliceRow(slice: Slice, alarms: Scale, recall: Scale): Cell[] {
  const { falseAlarms, recall: found } = slice
  return [
    markup`<span class="slice">${strange(slice.name)}</span>`,
    `${whole(slice.negatives)} · ${whole(slice.positives)}`,
    whole(slice.templates),
    shareCell(falseAlarms.reviewOrBlock, alarms, 'label0'),
    falseAlarms.block.share === null ? '–' : percent(falseAlarms.block.share),
    falseAlarms.askProof.share === null ? '–' : percent(falseAlarms.askProof.share),
    shareCell(found.reviewOrBlock, recall, 'label1'),
  ]
}

function shareCell(share: Share, scale: Scale, className: string): Cell {
  if (share.share === null) return '–'
  const bar = intervalBar(
    { value: share.share, low: share.low, high: share.high, className },
    scale,
  )
  return markup`${bar} <span class="number nowrap">${percent(share.share)} <span class="faint">${percentRange(share)}</span></span>`
}

const liftEnd = 4

export function signalsSection(
  signals: readonly SignalFigures[],
  families: readonly FamilyFigures[],
  shareOfAll: number,
): Markup {
  const ticks = [-liftEnd, 0, liftEnd].map((value) => ({ value, label: '' }))
  const scale = linear({ low: -liftEnd, high: liftEnd, ...barReach }, ticks)
  const log = (lift: number): number => Math.log2(Math.max(lift, 2 ** (-2 * liftEnd)))
  const rows = signals.map(({ code, spoke, meanWeight, precision, lift }): Cell[] => [
    markup`<code>${code}</code>`,
    markup`${whole(spoke.count)} <span class="faint">${percent(spoke.share ?? 0)}</span>`,
    weightText(meanWeight),
    markup`<span class="nowrap">${shareText(precision)}</span>`,
    lift === null
      ? '–'
      : markup`${intervalBar(
          {
            value: log(lift.value),
            low: log(lift.low),
            high: log(lift.high),
            className: lift.low > 1 ? 'raises' : lift.high < 1 ? 'lowers' : '',
          },
          scale,
        )} <span class="number nowrap">${lift.value.toFixed(2)} <span class="faint">(${lift.low.toFixed(2)}–${lift.high.toFixed(2)})</span></span>`,
  ])
  return markup`<section id="signals"><h2>Signals</h2>
<p class="lead">${percent(shareOfAll)} of these listings are counterfeit. A signal without information has that precision and a lift of 1 (the middle line; the ends are 1/16 and 16). Signals occur together, so a lift is not a weight: it describes the listings with the signal, not what the signal adds.</p>
${
  rows.length === 0
    ? markup`<p class="none">No listing has a signal.</p>`
    : table(
        'Frequency and precision of each signal',
        [
          { name: 'Signal' },
          { name: 'Found', note: 'listings', numeric: true },
          { name: 'Weight', note: 'mean log-odds', numeric: true },
          { name: 'Precision', note: '95 %', numeric: true },
          { name: 'Lift', note: '95 %' },
        ],
        rows,
      )
}
<h3>Coverage by signal family</h3>
<p class="caption">A family without data, such as a price, a picture or a catalog entry, is silent. Its silence is not evidence.</p>
${table(
  'Coverage by signal family',
  [
    { name: 'Family' },
    { name: 'Had data', note: 'of all listings', numeric: true },
    { name: 'Found', note: 'of all listings', numeric: true },
  ],
  families.map(({ family, couldSpeak, spoke }) => [
    family,
    percent(couldSpeak.share ?? 0),
    percent(spoke.share ?? 0),
  ]),
)}</section>`
}
