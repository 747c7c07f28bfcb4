import type { ReasonParamsOf } from '#contract'
import { inPicturesOnly, REFERRED, type Mention } from '../brand/index.ts'
import { textOf, type BrandHit } from '../listing-text/index.ts'
import { evidenceAt, type Draft } from './signal.ts'

const DISGUISED = 1
const OTHER_ROLE = -1
/** Below this a possible brand is not worth a reader's time. */
const WORTH_SHOWING = 0.25

/** Which brands the listing refers to and how, and whether a name was disguised. */
export function brandSignals(mentions: readonly Mention[]): Draft[] {
  const drafts: Draft[] = []
  for (const mention of mentions.slice(0, 12)) {
    if (mention.confidence < WORTH_SHOWING) continue
    const { brand, places, role } = mention
    if (places.length === 0) continue
    const referred = mention.confidence >= REFERRED
    const disguise = referred && role === 'offered' ? disguiseOf(places) : undefined
    const evidence = <Params>(params: Params) => evidenceAt(places, { reference: brand.id, params })
    const text = textOf(places[0] as BrandHit)
    const inPicture = inPicturesOnly(mention) ? ({ as: 'in-picture', text } as const) : undefined
    if (disguise !== undefined)
      drafts.push({
        code: 'brand.disguised-name',
        weight: DISGUISED,
        evidence: evidence(
          inPicture ?? { as: 'altered', text: textOf(disguise), brand: brand.name },
        ),
      })
    else if (referred)
      drafts.push({
        code: 'brand.named',
        weight: 0,
        evidence: evidence(inPicture ?? namedBy(mention, text)),
      })
    else
      drafts.push({
        code: 'brand.possible',
        weight: 0,
        evidence: evidence(inPicture ?? { as: 'possible', text, brand: brand.name }),
      })
    if (mention === mentions[0] && referred && mention.roleShownBy !== undefined)
      drafts.push({
        code: 'guard.other-role',
        weight: role === 'compatible-with' || role === 'mentioned' ? OTHER_ROLE : 0,
        evidence: {
          reference: brand.id,
          params: { brand: brand.name, ...mention.roleShownBy },
        },
      })
  }
  return drafts
}

/** The fields that a marketplace's search weighs most. */
const searched = new Set<BrandHit['field']['kind']>(['title', 'brand'])

/**
 * The places of a disguised name, unless the title or the stated brand has it plainly: then a search for the name
 * finds the listing, whatever else the text does to it.
 */
function disguiseOf(places: readonly BrandHit[]): BrandHit | undefined {
  const plain = places.some(
    ({ disguised, form, field }) =>
      !disguised && (form.kind === 'name' || form.kind === 'official') && searched.has(field.kind),
  )
  return plain ? undefined : places.find(({ disguised }) => disguised)
}

function namedBy({ brand, places }: Mention, text: string): ReasonParamsOf['brand.named'] {
  const named = (as: 'alias' | 'misspelling' | 'model' | 'nickname') => ({
    as,
    text,
    brand: brand.name,
  })
  const [first] = places
  if (first?.near === 'misspelt' || first?.form.kind === 'misspelling') return named('misspelling')
  switch (first?.form.kind) {
    case 'model':
    case 'nickname':
      return named(first.form.kind)
    default:
      return text.toLowerCase() === brand.name.toLowerCase()
        ? { as: 'name', brand: brand.name }
        : named('alias')
  }
}
