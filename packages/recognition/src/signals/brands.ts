import { inPicturesOnly, REFERRED, type Mention } from '../brand/index.ts'
import { textOf, type BrandHit } from '../reading/index.ts'
import { evidenceAt, type Draft } from './signal.ts'

const DISGUISED = 1
const OTHER_ROLE = -1
/** Below this a possible brand is not worth a reader's time. */
const WORTH_SHOWING = 0.25

/** Which brands the offer refers to and how, and whether a name was disguised. */
export function brandSignals(mentions: readonly Mention[]): Draft[] {
  const drafts: Draft[] = []
  for (const mention of mentions.slice(0, 12)) {
    if (mention.confidence < WORTH_SHOWING) continue
    const { brand, places, role } = mention
    if (places.length === 0) continue
    const referred = mention.confidence >= REFERRED
    const disguise = referred && role === 'offered' ? disguiseOf(places) : undefined
    drafts.push({
      code:
        disguise !== undefined
          ? 'brand.disguised-name'
          : referred
            ? 'brand.named'
            : 'brand.possible',
      weight: disguise === undefined ? 0 : DISGUISED,
      evidence: evidenceAt(places, { reference: brand.id, detail: sentence(mention, disguise) }),
    })
    if (mention === mentions[0] && referred && mention.roleSays !== undefined)
      drafts.push({
        code: 'guard.other-role',
        weight: role === 'compatible-with' || role === 'mentioned' ? OTHER_ROLE : 0,
        evidence: {
          reference: brand.id,
          detail: `The goods are not offered as those of ${brand.name}: ${mention.roleSays}.`,
        },
      })
  }
  return drafts
}

/** What a marketplace's search reads first. */
const searched = new Set<BrandHit['field']['kind']>(['title', 'brand'])

/**
 * Where the name is disguised, unless the title or the stated brand has it plainly: then a search
 * for the name finds the offer, whatever else the text does to it.
 */
function disguiseOf(places: readonly BrandHit[]): BrandHit | undefined {
  const plain = places.some(
    ({ disguised, form, field }) =>
      !disguised && (form.kind === 'name' || form.kind === 'official') && searched.has(field.kind),
  )
  return plain ? undefined : places.find(({ disguised }) => disguised)
}

function sentence(mention: Mention, disguise: BrandHit | undefined): string {
  const { brand, places, confidence } = mention
  const text = places[0] === undefined ? '' : textOf(places[0])
  if (inPicturesOnly(mention)) return `“${text}” stands in a picture of the offer.`
  if (disguise !== undefined)
    return `“${textOf(disguise)}” is an altered spelling of ${brand.name}; a search for the name does not find it.`
  if (confidence < REFERRED) return `“${text}” may mean ${brand.name}, but nothing here shows it.`
  if (places[0]?.near === 'misspelt' || places[0]?.form.kind === 'misspelling')
    return `“${text}” is a misspelling of ${brand.name}.`
  switch (places[0]?.form.kind) {
    case 'model':
      return `“${text}” is a model or line of ${brand.name}.`
    case 'nickname':
      return `“${text}” is what buyers and sellers call ${brand.name}.`
    default:
      return text.toLowerCase() === brand.name.toLowerCase()
        ? `The offer names ${brand.name}.`
        : `“${text}” stands for ${brand.name}.`
  }
}
