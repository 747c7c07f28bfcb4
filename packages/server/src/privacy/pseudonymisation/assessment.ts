import { codedParams, type Assessment, type Evidence, type Listing } from '@touchstone/contract'
import { maskTexts } from './fields.ts'
import { maskContacts, maskOfSeller, type Mask } from './masks.ts'

/** An assessment without quotes from the seller; verdict, weights and codes stay. */
export function assessmentWithoutSeller(assessment: Assessment, listing: Listing): Assessment {
  return silenced(assessment, maskOfSeller(listing.seller), /^seller\b/)
}

/** Likewise, without quoting any of its personal fields. */
export function assessmentWithoutPersonalFields(
  assessment: Assessment,
  listing: Listing,
): Assessment {
  const ofSeller = maskOfSeller(listing.seller)
  return silenced(assessment, (text) => maskContacts(ofSeller(text)), /^(seller|reviews)\b/)
}

function silenced(assessment: Assessment, mask: Mask, removedFields: RegExp): Assessment {
  let quoted = false
  const signals = assessment.signals.map((signal) => {
    const { evidence } = signal
    const also = (evidence?.also ?? []).filter(({ field }) => !removedFields.test(field))
    const isGone = evidence?.field !== undefined && removedFields.test(evidence.field)
    if (evidence === undefined || (!isGone && also.length === (evidence.also ?? []).length)) {
      return { ...signal, ...(evidence && { evidence: worded(evidence, mask) }) }
    }
    quoted = true
    const rest = unquoted(evidence)
    // Parameters may quote any of the places; where the first one stays, it alone is shown.
    const place = isGone ? rest : { ...rest, ...placeOf(evidence) }
    return { ...signal, evidence: worded({ ...place, ...(also.length > 0 && { also }) }, mask) }
  })
  const { reason: _, ...rest } = assessment
  // An explanation quotes what its signals quote.
  return { ...rest, ...(quoted ? { explanation: [] } : {}), signals }
}

const quoting: ReadonlySet<string> = new Set(['text', 'params', 'start', 'end', 'also'])

function unquoted(evidence: Evidence): Evidence {
  return Object.fromEntries(Object.entries(evidence).filter(([name]) => !quoting.has(name)))
}

function placeOf({ text, start, end }: Evidence): Partial<Evidence> {
  return {
    ...(text !== undefined && { text }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  }
}

function worded({ detail: _, ...evidence }: Evidence, mask: Mask): Evidence {
  return {
    ...evidence,
    ...(evidence.text !== undefined && { text: mask(evidence.text) }),
    ...(evidence.params !== undefined && {
      params: maskParams(evidence.params, mask) as Evidence['params'],
    }),
    ...(evidence.also && { also: maskTexts(evidence.also, mask) as Evidence['also'] }),
  }
}

/** Masks every text among parameters; codes name nobody, and sentences come only from them. */
function maskParams(value: unknown, mask: Mask, name = ''): unknown {
  if (typeof value === 'string') return codedParams.has(name) ? value : mask(value)
  if (Array.isArray(value)) return value.map((item: unknown) => maskParams(item, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, maskParams(inner, mask, key)]),
  )
}
