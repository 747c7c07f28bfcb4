import type { Dossier } from './model.ts'
import type { PartToWithhold } from './redact-dossier.ts'

const personal = 'It concerns an identifiable person.'
const quoted = 'It repeats something that is withheld elsewhere.'
const evidence = 'It is evidence that only the complete package contains.'

/** A copy can name 10,000 parts. */
const mostParts = 9500
/** Most listings and accounts of which a copy names each part that it withholds. */
const mostNamed = 4000
/** Shorter names are in words of every language. */
const leastQuoted = 4

/**
 * What the redacted copy of a dossier leaves out: who people are, where they are found, the evidence, and any text that
 * repeats one of these.
 */
export function partsToWithhold(dossier: Dossier): PartToWithhold[] {
  const parts = [
    ...partsOfPeople(dossier),
    ...partsOfAccounts(dossier),
    ...partsOfListings(dossier),
  ]
  return fewer(fewer([...parts, ...quotingParts(dossier, parts)], '/listings'), '/links')
}

/** A whole list in place of its parts, where there are more than a copy can name. */
function fewer(parts: PartToWithhold[], list: '/listings' | '/links'): PartToWithhold[] {
  if (parts.length <= mostParts) return parts
  const rest = parts.filter(({ pointer }) => !pointer.startsWith(list))
  return [...rest, { pointer: list, reason: personal }]
}

function partsOfPeople(dossier: Dossier): PartToWithhold[] {
  const { complainant, sender, recipient, rights, examination, transfer } = dossier
  const parts: PartToWithhold[] = []
  const withhold = (pointer: string, reason: string): void => void parts.push({ pointer, reason })
  const organisations = [sender.organisation, complainant.name]
  for (const [side, { contact }] of [
    ['complainant', complainant],
    ['sender', sender],
  ] as const) {
    if (!organisations.includes(contact.name)) withhold(`/${side}/contact/name`, personal)
    for (const member of ['email', 'phone', 'address'] as const) {
      if (contact[member] !== null) withhold(`/${side}/contact/${member}`, personal)
    }
  }
  if (recipient.contact !== null) withhold('/recipient/contact', personal)
  if (complainant.expertWitness !== null) withhold('/complainant/expertWitness', personal)
  if (complainant.signedComplaint !== null) withhold('/complainant/signedComplaint', evidence)
  for (const [at, { extract }] of rights.entries()) {
    if (extract !== null) withhold(`/rights/${at}/extract`, evidence)
  }
  if (examination !== null) withhold('/examination/by', personal)
  if (examination !== null && examination.comparisons.length > 0) {
    withhold('/examination/comparisons', evidence)
  }
  if (transfer !== null) withhold('/transfer/recordedBy', personal)
  if (dossier.persons.length > 0) withhold('/persons', personal)
  if (dossier.places.length > 0) withhold('/places', personal)
  // Lines such as that of witnesses are answered in people's own words.
  for (const at of (dossier.particulars ?? []).keys()) withhold(`/particulars/${at}/text`, personal)
  return parts
}

function partsOfAccounts({ accounts, links, schedule }: Dossier): PartToWithhold[] {
  const parts: PartToWithhold[] = []
  const withhold = (pointer: string): void => void parts.push({ pointer, reason: personal })
  for (const [at, { name }] of accounts.entries()) {
    withhold(`/accounts/${at}/sellerId`)
    if (name !== null) withhold(`/accounts/${at}/name`)
  }
  const judged = links.flatMap(({ judgement }, at) => (judgement === null ? [] : at))
  if (judged.length > mostNamed) withhold('/links')
  else for (const at of judged) withhold(`/links/${at}/judgement`)
  for (const [at, { kind }] of schedule.entries()) {
    // People gave reasons in their own words, and named what they left out.
    if (kind === 'rejected-link' || kind === 'unsure-link' || kind === 'unused-item') {
      withhold(`/schedule/${at}/text`)
    }
  }
  return parts
}

function partsOfListings({ accounts, listings }: Dossier): PartToWithhold[] {
  if (accounts.length + listings.length > mostNamed) {
    return listings.length > 0 ? [{ pointer: '/listings', reason: personal }] : []
  }
  return listings.flatMap(({ address, captures }, at) => [
    ...(address === null ? [] : [{ pointer: `/listings/${at}/address`, reason: personal }]),
    ...(captures.length === 0 ? [] : [{ pointer: `/listings/${at}/captures`, reason: evidence }]),
  ])
}

/** Texts that repeat a withheld name, address, number or account, wherever people or sellers wrote them. */
function quotingParts(dossier: Dossier, parts: readonly PartToWithhold[]): PartToWithhold[] {
  const withheld = new Set(parts.map(({ pointer }) => pointer))
  const secrets = new Set<string>()
  const open: { pointer: string; text: string }[] = []
  const visit = (value: unknown, pointer: string, isWithheld: boolean): void => {
    const isSecret = isWithheld || withheld.has(pointer)
    if (typeof value === 'string') {
      if (!isSecret && isFreeText(pointer)) open.push({ pointer, text: value })
      if (isSecret && identifying.test(pointer)) addSecret(secrets, value)
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) visit(one, `${pointer}/${key}`, isSecret)
    }
  }
  visit(dossier, '', false)
  if (secrets.size === 0) return []
  const names = [...secrets].map((secret) => secret.toLowerCase())
  return open.flatMap(({ pointer, text }) => {
    const said = text.toLowerCase()
    return names.some((name) => said.includes(name)) ? { pointer, reason: quoted } : []
  })
}

/** Members that say who somebody is or where. */
const identifying = /\/(name|email|phone|address|sellerId|by|recordedBy)$/

function addSecret(secrets: Set<string>, value: string): void {
  const text = value.trim()
  if (text.length >= leastQuoted) secrets.add(text)
}

/** Texts in which anything may be written, and in whose place a mark can be. */
const freeText =
  /^\/(title|examination\/statement|(accounts|priorSteps|schedule)\/\d+\/(basis|text)|listings\/\d+\/(title|externalId|conclusion|reasons\/\d+)|transfer\/(basis|ground|necessity)|scale\/basis|links\/\d+\/reasons\/\d+\/masked)$/

function isFreeText(pointer: string): boolean {
  return freeText.test(pointer)
}
