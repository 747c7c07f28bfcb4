import type { ScheduleEntry } from '@touchstone/evidence'
import { long, short } from './dossier-texts.ts'
import { entriesOfOmissions } from './omissions.ts'
import type { DossierParts } from './read-dossier-parts.ts'
import type { Exculpation } from './schedule-repository.ts'

/** Most entries of the schedule of a dossier. */
const mostEntries = 10_000
/** Most of them for judgements: a redacted copy names each text of these that it withholds. */
const mostJudged = 5000

/** Unused and exculpatory material: what was not used, and what speaks for the people concerned. */
export function scheduleOf({
  judgements,
  contests,
  exculpations,
  omissions,
}: DossierParts): ScheduleEntry[] {
  const rejected = judgements.flatMap(({ a, b, judgement, reason, at }) => {
    if (judgement === 'same') return []
    const isRejected = judgement === 'different'
    const text = isRejected
      ? 'A person judged that the two accounts are not one seller’s'
      : 'A person could not tell whether the two accounts are one seller’s'
    return [
      entryOf(isRejected ? 'rejected-link' : 'unsure-link', {
        at,
        text: reason === null ? text : `${text}: ${reason}`,
        about: [a, b],
      }),
    ]
  })
  const contested = contests.map(({ a, b, state, at }) =>
    entryOf('contested-link', {
      at,
      text: `A seller contests that the two accounts are one seller’s; the contest is ${state}`,
      about: [a, b],
    }),
  )
  const others = exculpations.map((one) =>
    entryOf(one.kind, {
      at: one.at,
      text: wordsOf(one),
      about: [one.account, one.listing].flatMap((id) => id ?? []),
    }),
  )
  return [
    ...rejected.slice(0, mostJudged),
    ...contested,
    ...others,
    ...entriesOfOmissions(omissions),
  ].slice(0, mostEntries)
}

function wordsOf({ kind, detail }: Exculpation): string {
  switch (kind) {
    case 'upheld-answer':
      return 'An appeal of the seller was upheld'
    case 'clearance':
      return `The seller was cleared for ${detail}`
    case 'reversed-decision':
      return detail === 'acquittal' || detail === 'court-ruling' || detail === 'laboratory'
        ? `Reported of the listing to an earlier referral: ${detail}, in favour of the seller`
        : `Recorded of the listing: ${detail}`
    case 'lapsed-right':
      return `A claim of the sender to a right is no longer in force: ${detail}`
    case 'failed-capture':
      return 'The page of the listing could not be captured'
    case 'withdrawn-notice':
      return `A notice about the listing was withdrawn (${detail})`
    case 'other':
      return `A person concluded of the listing: ${detail}`
  }
}

function entryOf(
  kind: ScheduleEntry['kind'],
  { at, text, about }: { at: Date | null; text: string; about: string[] },
): ScheduleEntry {
  return {
    kind,
    at: at?.toISOString() ?? null,
    text: long(text),
    about: about.map(short),
    items: [],
  }
}
