import type { Marker, MarkerMeaning } from '#contract'
import type { CompiledTables, Table } from '../compiled-tables/index.ts'
import { createFoldedText, endOf, fold, Hits, PhraseIndex } from '../text/index.ts'
import { MAX_OF_A_KIND, type Field, type MarkerHit } from './read-listing.ts'

/** Everyday words ("with", "from", "sample") that matter beside a rare finding only. */
const late: ReadonlySet<MarkerMeaning> = new Set([
  'including-before',
  'other-price',
  'price',
  'no-price',
  'bundle',
  'vintage',
])

/** True for markers that are looked for when something asks for them, not in every listing. */
export function isOnDemand({ meaning }: Marker): boolean {
  return late.has(meaning)
}

/** The markers of everyday words, found in one field when asked. */
export class OnDemandMarkers {
  private readonly index: PhraseIndex<Marker>
  private readonly folded = createFoldedText()
  private readonly hits = new Hits()
  private readonly markersByField = new WeakMap<Field, MarkerHit[]>()

  /** @param tables of an engine that was compiled of the same data */
  constructor(markers: readonly Marker[], tables?: CompiledTables) {
    this.index = new PhraseIndex(tables, 'markers')
    for (const marker of markers)
      if (isOnDemand(marker))
        for (const word of new Set(Object.values(marker.words).flat())) this.index.add(word, marker)
  }

  addTo(tables: Map<string, Table>): void {
    this.index.addTo(tables, 'markers')
  }

  /** @throws {ForeignTables} if the tables were compiled of other data */
  requireComplete(): void {
    this.index.requireComplete()
  }

  /** The markers of a meaning in a field; the field is read at the first call. */
  find(field: Field, meaning: MarkerMeaning): MarkerHit[] {
    let markers = this.markersByField.get(field)
    if (markers === undefined) {
      markers = this.read(field)
      this.markersByField.set(field, markers)
    }
    return markers.filter(({ marker }) => marker.meaning === meaning)
  }

  private read(field: Field): MarkerHit[] {
    const folded = fold(field.text, this.folded)
    this.hits.count = 0
    this.index.scan(folded, this.hits)
    const markers: MarkerHit[] = []
    for (let i = 0; i < this.hits.count && markers.length < MAX_OF_A_KIND; i++) {
      const marker = this.index.payload(this.hits.forms[i] as number)
      const start = folded.starts[this.hits.from[i] as number] as number
      markers.push({ field, start, end: endOf(folded, (this.hits.to[i] as number) - 1), marker })
    }
    return markers
  }
}
