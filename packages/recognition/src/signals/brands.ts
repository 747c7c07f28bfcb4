import { inPicturesOnly, REFERRED, type Mention } from '../brand/index.ts'
import { textOf } from '../reading/index.ts'
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
    const first = places[0]
    if (first === undefined) continue
    const referred = mention.confidence >= REFERRED
    const disguised = referred && places.some((hit) => hit.disguised) && role === 'offered'
    drafts.push({
      code: disguised ? 'brand.disguised-name' : referred ? 'brand.named' : 'brand.possible',
      weight: disguised ? DISGUISED : 0,
      evidence: evidenceAt(places, { reference: brand.id, detail: sentence(mention, disguised) }),
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

function sentence(mention: Mention, disguised: boolean): string {
  const { brand, places, confidence } = mention
  const text = places[0] === undefined ? '' : textOf(places[0])
  if (inPicturesOnly(mention)) return `“${text}” stands in a picture of the offer.`
  if (disguised)
    return `“${text}” is an altered spelling of ${brand.name}; a search for the name does not find it.`
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
