import type { Dossier, PartToWithhold } from '@touchstone/evidence'

const personal = 'It concerns an identifiable person.'
const evidence = 'It is evidence that only the complete package contains.'

/** Most listings and accounts of which a copy names each part that it withholds. */
const mostNamed = 4000

/** What the redacted copy of a dossier leaves out: who people are, where they are found, and the evidence. */
export function partsToWithhold(dossier: Dossier): PartToWithhold[] {
  const { complainant, sender, rights, examination, persons, places } = dossier
  const { accounts, listings, links, schedule } = dossier
  const parts: PartToWithhold[] = []
  const withhold = (pointer: string, reason: string): void => void parts.push({ pointer, reason })
  for (const member of ['email', 'phone', 'address'] as const) {
    if (complainant.contact[member] !== null) withhold(`/complainant/contact/${member}`, personal)
    if (sender.contact[member] !== null) withhold(`/sender/contact/${member}`, personal)
  }
  if (complainant.expertWitness !== null) withhold('/complainant/expertWitness', personal)
  if (complainant.signedComplaint !== null) withhold('/complainant/signedComplaint', evidence)
  for (const [at, { extract }] of rights.entries()) {
    if (extract !== null) withhold(`/rights/${at}/extract`, evidence)
  }
  if (examination !== null && examination.comparisons.length > 0) {
    withhold('/examination/comparisons', evidence)
  }
  if (persons.length > 0) withhold('/persons', personal)
  if (places.length > 0) withhold('/places', personal)
  for (const [at, { name }] of accounts.entries()) {
    withhold(`/accounts/${at}/sellerId`, personal)
    if (name !== null) withhold(`/accounts/${at}/name`, personal)
  }
  if (links.some(({ judgement }) => judgement !== null) && links.length > mostNamed) {
    withhold('/links', personal)
  } else {
    for (const [at, { judgement }] of links.entries()) {
      if (judgement !== null) withhold(`/links/${at}/judgement`, personal)
    }
  }
  for (const [at, { kind }] of schedule.slice(0, mostNamed / 4).entries()) {
    // People gave reasons in their own words.
    if (kind === 'rejected-link' || kind === 'unsure-link' || kind === 'unused-item')
      withhold(`/schedule/${at}/text`, personal)
  }
  if (accounts.length + listings.length > mostNamed) {
    if (listings.length > 0) withhold('/listings', personal)
    return parts
  }
  for (const [at, { address, captures }] of listings.entries()) {
    if (address !== null) withhold(`/listings/${at}/address`, personal)
    if (captures.length > 0) withhold(`/listings/${at}/captures`, evidence)
  }
  return parts
}
