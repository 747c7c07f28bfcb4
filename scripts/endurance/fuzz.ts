import { readFileSync } from 'node:fs'
import { Assessment, type Evidence, type Listing } from '@touchstone/contract'
import { compile, lexicons, starterPack } from '@touchstone/recognition'

const rules = [
  'nothing throws',
  'every assessment fits its schema (one in 1,000 looked at)',
  'every probability is a number from 0 to 1',
  'every place lies inside its field',
  'every place begins and ends on a code point border',
  'every place reads as its text',
] as const
type Rule = (typeof rules)[number]

export type Failures = Map<Rule, { count: number; first: string }>

/** Screens `count` random and mutated offers and tells which rules they broke. */
export function fuzz(
  count: number,
  seed: number,
  onProgress: (done: number) => void,
): { evidence: number; failures: Failures } {
  const failures: Failures = new Map(rules.map((rule) => [rule, { count: 0, first: '' }]))
  const screener = compile({ brands: [] })
  const make = new ListingMaker(seed)
  let evidence = 0
  for (let done = 1; done <= count; done++) {
    const listing = make.listing(String(done))
    const hold = (rule: Rule, holds: boolean): void => {
      const failure = failures.get(rule)
      if (holds || failure === undefined) return
      failure.count++
      failure.first ||= JSON.stringify(listing)
    }
    try {
      const assessment = screener.screen(listing)
      const { probability } = assessment
      hold(rules[2], probability >= 0 && probability <= 1)
      if (done % 1000 === 0) hold(rules[1], Assessment.safeParse(assessment).success)
      for (const signal of assessment.signals) {
        for (const place of placesOf(signal.evidence)) {
          evidence++
          checkPlace(place, listing, hold)
        }
      }
    } catch {
      hold(rules[0], false)
    }
    onProgress(done)
  }
  return { evidence, failures }
}

type Place = { field: string; start: number; end: number; text: string | undefined }

function placesOf(evidence: Evidence | undefined): Place[] {
  const places: Place[] = [...(evidence?.also ?? [])]
  const { field, start, end, text } = evidence ?? {}
  if (field !== undefined && start !== undefined && end !== undefined) {
    places.push({ field, start, end, text })
  }
  return places
}

function checkPlace(
  { field, start, end, text }: Place,
  listing: Listing,
  hold: (rule: Rule, holds: boolean) => void,
): void {
  const whole = fieldText(listing, field)
  hold(rules[3], whole !== undefined && start >= 0 && start < end && end <= whole.length)
  if (whole === undefined) return
  hold(rules[4], !splitsPair(whole, start) && !splitsPair(whole, end))
  hold(rules[5], whole.slice(start, end) === text)
}

function fieldText(listing: Listing, field: string): string | undefined {
  const slash = field.indexOf('/')
  if (slash === -1) return listing[field] as string | undefined
  const rest = field.slice(slash + 1)
  if (field.startsWith('attributes/')) return listing.attributes?.[rest]
  const at = Number.parseInt(rest, 10)
  return field.startsWith('variants/') ? listing.variants?.[at]?.name : listing.reviews?.[at]?.text
}

function splitsPair(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}

// Characters on which folding, word borders and offsets have most to decide.
const hostile = [
  ...'\u0000\u00ad\u0130\u0131\u00df\u0149\u01f0\ufb03\u1e9e\u0345\u0301\u0e33\u0e31\u0300\u3099',
  ...'\u200b\u200d\u200f\u202e\u2066\u2028\u2060\ufe0f\ufeff\ufffc\ufffd\uffff\u3000\u00a0\u180e',
  ...'\uff27\uff11\u2460\u3392\ufdfa\u1100\u1161\u11a8\uac00\u0645\u0640\u05d0\u093f\u0f71',
  ...'０。·•*_-./|@$€0135!？、\t\n ',
  ...['\ud800', '\udc00', '😀', '👨‍👩‍👧', '🇨🇳', '𝐆', '🅶', '𠮷', '𝟙', 'İ', 'ı', 'ſ', 'К', 'о'],
]

class ListingMaker {
  private state: number
  private readonly offers: Listing[]
  private readonly forms: string[]
  private readonly terms: string[]

  constructor(seed: number) {
    this.state = seed >>> 0
    const samples = readFileSync(new URL('../../samples/offers.ndjson', import.meta.url), 'utf8')
    this.offers = samples
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Listing)
    this.forms = starterPack.flatMap(({ brands }) =>
      brands.flatMap(({ name, aliases }) => [name, ...(aliases ?? []).map(({ text }) => text)]),
    )
    this.terms = lexicons.flatMap(({ terms }) => terms.flatMap(({ forms }) => forms))
  }

  listing(id: string): Listing {
    const listing: Listing = { ...(this.chance(0.3) ? this.pick(this.offers) : {}), id, title: '' }
    listing.title = this.text()
    if (this.chance(0.2)) listing.description = this.text()
    if (this.chance(0.1)) listing.brand = this.text()
    if (this.chance(0.1)) listing.category = this.text()
    if (this.chance(0.1)) listing.attributes = { [this.text()]: this.text(), a: this.text() }
    if (this.chance(0.1)) listing.variants = [{ name: this.text() }, {}, { name: this.text() }]
    if (this.chance(0.1)) listing.reviews = [{ text: this.text() }, { rating: 1 }]
    return listing
  }

  private text(): string {
    const kind = this.random()
    if (kind < 0.15) return this.noise(this.below(40))
    const parts = Array.from({ length: 1 + this.below(5) }, () => this.part())
    const text = parts.join(this.chance(0.7) ? ' ' : this.noise(this.below(3)))
    return kind < 0.4 ? text : this.mutate(text)
  }

  private part(): string {
    const kind = this.random()
    if (kind < 0.35) return this.pick(this.forms)
    if (kind < 0.65) return this.pick(this.terms)
    if (kind < 0.9) return this.pick(this.offers).title
    return this.noise(1 + this.below(8))
  }

  /** Text with some units changed, so that surrogate pairs are cut apart as well. */
  private mutate(text: string): string {
    let changed = text
    for (let turn = 1 + this.below(6); turn > 0; turn--) {
      const at = this.below(changed.length + 1)
      const after = at + this.below(3)
      const kind = this.below(6)
      if (kind === 0) changed = changed.slice(0, at) + changed.slice(after)
      else if (kind === 1) changed = changed.slice(0, at) + this.noise(1) + changed.slice(after)
      else if (kind === 2) changed = changed.slice(0, at) + this.noise(1) + changed.slice(at)
      else if (kind === 3) changed = changed.slice(at) + changed.slice(0, at)
      else if (kind === 4) changed = [...changed].join(this.pick(hostile)).slice(0, 300)
      else changed = changed.normalize(this.pick(['NFC', 'NFD', 'NFKC', 'NFKD']))
    }
    return this.chance(0.3) ? changed.toUpperCase() : changed
  }

  private noise(length: number): string {
    let text = ''
    for (let left = length; left > 0; left--) {
      if (this.chance(0.6)) text += this.pick(hostile)
      else if (this.chance(0.5)) text += String.fromCharCode(this.below(0x10000))
      else text += String.fromCodePoint(this.below(0x110000))
    }
    return text
  }

  private chance(share: number): boolean {
    return this.random() < share
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  private pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value
  }

  /** The generator mulberry32: the same inputs from the same seed on every machine. */
  private random(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
