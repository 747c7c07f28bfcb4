import { Dossier, withheldMark } from './model.ts'

/** What a dossier of a package may name: the items in it, and those that it withholds. */
export type NamedItems = ReadonlySet<string>

/**
 * What makes a dossier false or unsafe, as sentences; none for a sound one. A natural person needs an item that
 * documents the identity, a link is called a lead and nothing else, the schedule of unused and exculpatory material is
 * there, and every item and account that it names exists.
 */
export function dossierFaults(value: unknown, items: NamedItems): string[] {
  const parsed = Dossier.safeParse(value)
  if (!parsed.success) return parsed.error.issues.map(faultOfIssue)
  const dossier = parsed.data
  return [
    ...itemFaults(dossier, items),
    ...accountFaults(dossier),
    ...referenceFaults(dossier),
    ...twinFaults(dossier),
    ...valueFaults(dossier),
  ]
}

/** Throws with every fault. */
export function checkDossier(value: unknown, items: NamedItems): Dossier {
  const faults = dossierFaults(value, items)
  if (faults.length > 0) throw new TypeError(faults.join(' '))
  return Dossier.parse(value)
}

function faultOfIssue({ path, message }: { path: PropertyKey[]; message: string }): string {
  const [part, , field] = path
  if (part === 'persons' && field === 'documentedBy') {
    return 'The dossier names a natural person without an item that documents the identity.'
  }
  if (part === 'links' && field === 'standing') {
    return 'The dossier calls a link something other than a lead.'
  }
  if (part === 'schedule' && path.length === 1) {
    return 'The dossier has no schedule of unused and exculpatory material.'
  }
  return `dossier.json is invalid at /${path.map(String).join('/')}: ${message}.`
}

function itemFaults(dossier: Dossier, items: NamedItems): string[] {
  const { complainant, rights, examination, persons, listings } = dossier
  const { places, priorSteps, schedule } = dossier
  const named = [
    complainant.signedComplaint,
    ...rights.map(({ extract }) => extract),
    ...(examination?.comparisons ?? []),
    ...listings.flatMap(({ captures }) => captures),
    ...[...places, ...priorSteps, ...schedule].flatMap((entry) => entry.items),
  ]
  const absent = new Set(named.filter((name) => name !== null && !items.has(name)))
  return [
    ...[...absent].map(
      (name) => `The dossier names the item ${name}, which the index does not name.`,
    ),
    ...persons
      .filter(({ documentedBy }) => !items.has(documentedBy))
      .map(
        ({ documentedBy }) =>
          `The dossier names a natural person on the item ${documentedBy}, which the index does not name.`,
      ),
  ]
}

function accountFaults({ accounts, links, persons, listings, network }: Dossier): string[] {
  const ids = new Set(accounts.map(({ id }) => id))
  const named = [
    ...links.flatMap(({ a, b }) => [a, b]),
    ...persons.flatMap((person) => person.accounts),
    ...listings.flatMap(({ account }) => account ?? []),
    ...(network?.weakest?.accounts ?? []),
  ]
  const absent = new Set(named.filter((id) => !ids.has(id)))
  const shown = accounts.filter(({ sellerId }) => sellerId !== withheldMark)
  const own = new Set(shown.map(({ marketplace, sellerId }) => `${marketplace}\n${sellerId}`))
  return [
    ...(ids.size < accounts.length || own.size < shown.length
      ? ['The dossier lists an account twice.']
      : []),
    ...[...absent].map((id) => `The dossier names the account ${id}, which it does not list.`),
    ...(links.some(({ a, b }) => a === b) ? ['The dossier links an account with itself.'] : []),
  ]
}

function referenceFaults({ accounts, links, listings, schedule }: Dossier): string[] {
  const references = [accounts, links, listings, schedule].flatMap((entries) =>
    entries.flatMap(({ reference }) => reference ?? []),
  )
  const isTwice = new Set(references).size < references.length
  return isTwice ? ['The dossier gives one reference to two entries.'] : []
}

function twinFaults({ redactedFrom, salt, withheld }: Dossier): string[] {
  if (redactedFrom === null) {
    return [
      ...(salt === null ? ['A complete dossier has a salt.'] : []),
      ...(withheld.length > 0 ? ['A complete dossier withholds nothing.'] : []),
    ]
  }
  return salt === null ? [] : ['A redacted dossier does not include the salt.']
}

function valueFaults({ listings, model, links, transfer, sender, recipient }: Dossier): string[] {
  const error = model?.error ?? null
  return [
    ...(listings.some(({ firstSeen, lastSeen }) => firstSeen > lastSeen)
      ? ['The dossier has a listing that was last seen before it was first seen.']
      : []),
    ...(error !== null && (error.low > error.rate || error.rate > error.high)
      ? ['The measured error is outside its interval.']
      : []),
    ...(links.length > 0 && model === null
      ? ['The dossier has leads without the model that made them.']
      : []),
    ...(transfer !== null && (transfer.from !== sender.country || transfer.to !== recipient.country)
      ? ['The recorded transfer is not the one from the sender to the recipient.']
      : []),
  ]
}
