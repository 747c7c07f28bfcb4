import type { Dossier, DossierListing, PackageReference } from '@touchstone/evidence'
import {
  isRehearsalOnly,
  missingLines,
  referralLineLabel,
  referralTemplate,
  turnoverThresholds,
} from '@touchstone/jurisdiction'
import { long, short, Sums, unitsOf } from './dossier-texts.ts'
import { errorOf, type DossierParts } from './read-dossier-parts.ts'
import { scheduleOf } from './schedule.ts'

/** Items of the package by the documents and captures that they hold. */
export type PackedItems = {
  /** By the document's ID. */
  documents: ReadonlyMap<string, string>
}

type Built = {
  parts: DossierParts
  listings: DossierListing[]
  items: PackedItems
  at: Date
  salt: string
  /** Listings and accounts that were erased while it was packed. */
  gone: readonly { kind: 'account' | 'listing'; id: string }[]
  supplements?: PackageReference
}

/** The dossier as it is sent: of what was read, and nothing else. */
export function buildDossier(built: Built): Dossier {
  const { parts, listings, items, at, salt, gone, supplements = null } = built
  const {
    row,
    draft: { draft, sourceKind, sourceId },
    accounts,
    links,
    model,
  } = parts
  const { complainant, recipient, examination } = draft
  const template = referralTemplate(row.template)
  const documentsFor = (purpose: string): string[] =>
    parts.documents
      .filter((one) => one.purpose === purpose)
      .flatMap(({ id }) => items.documents.get(id) ?? [])
  const shown = new Set(accounts.map(({ id }) => id))
  const country = complainant?.country ?? recipient.country
  const contact = contactOf(complainant?.contact ?? { name: row.senderName })
  const written: Dossier = {
    format: 'touchstone-dossier',
    version: 1,
    deconflictionNumber: draft.deconflictionNumber,
    template: {
      id: template.id,
      version: template.version,
      kind: template.kind,
      verified: !isRehearsalOnly(template),
    },
    tlp: draft.tlp,
    language: draft.language,
    title: short(draft.title),
    createdAt: at.toISOString(),
    sender: { organisation: short(row.senderName), country, contact },
    recipient: {
      organisation: short(row.recipientName),
      country: recipient.country,
      kind: recipient.office,
      contact:
        recipient.kind === 'outside'
          ? contactOf({ name: recipient.name, address: recipient.address })
          : null,
    },
    complainant: {
      name: short(complainant?.name ?? row.senderName),
      contact,
      expertWitness: complainant?.witness ? contactOf(complainant.witness) : null,
      signedComplaint: documentsFor('signed-complaint')[0] ?? null,
    },
    rights: draft.rights.flatMap((right) => {
      const facts = parts.rights.get(right.claim)
      if (facts === undefined) return []
      const { kind, mark, niceClasses, until, territory, extract } = right
      return [
        {
          kind,
          mark: short(mark),
          office: short(facts.office ?? '–'),
          number: short(facts.number ?? '–'),
          niceClasses,
          holder: short(facts.owner),
          status: facts.applies ? ('in-force' as const) : ('unknown' as const),
          until: until ?? null,
          territory: territory.map(short),
          extract: (extract && items.documents.get(extract)) ?? null,
        },
      ]
    }),
    examination: examination && {
      by: short(examination.examiner),
      at: `${examination.examinedOn}T00:00:00.000Z`,
      statement: long(examination.statement),
      comparisons: documentsFor('comparison'),
    },
    network: sourceKind === 'network' ? { id: sourceId, weakest: parts.weakest } : null,
    case: sourceKind === 'case' ? sourceId : null,
    accounts,
    persons: draft.persons.flatMap(({ name, accounts: of, document, kindOfDocument }) => {
      const documentedBy = items.documents.get(document)
      const there = of.filter((id) => shown.has(id))
      if (documentedBy === undefined || there.length === 0) return []
      return [{ name: short(name), documentedBy, document: short(kindOfDocument), accounts: there }]
    }),
    links,
    model: modelOf(model, links.length, at),
    listings: listings.map((listing) => ({
      ...listing,
      account: listing.account !== null && shown.has(listing.account) ? listing.account : null,
    })),
    scale: scaleOf(parts, listings),
    places: draft.places.map(({ kind, address, country: of = null, basis }) => ({
      kind,
      address: long(address),
      country: of,
      basis: long(basis),
      items: [],
    })),
    priorSteps: parts.steps.map(({ at: when, kind, detail, outcome, listings: count }) => ({
      at: when.toISOString(),
      kind,
      text: long(`${detail}${outcome === null ? '' : `: ${outcome}`} (${count} listings)`),
      items: [],
    })),
    schedule: scheduleOf(parts),
    storedIn: [...new Set([country, ...(draft.storedInChina ? ['CN'] : [])])],
    transfer: draft.transfer && {
      from: country,
      to: recipient.country,
      basis: long(draft.transfer.basis),
      ground: long(draft.transfer.ground),
      necessity: long(draft.transfer.necessity),
      recordedBy: short(draft.transfer.counsel),
      at: `${draft.transfer.assessedOn}T00:00:00.000Z`,
    },
    approvalNumber: draft.approvalNumber,
    particulars: draft.particulars.flatMap(({ line, text }) => {
      const found = template.lines.find(({ id }) => id === line)
      if (found === undefined) return []
      const label = referralLineLabel(found.label, draft.language)
      return [{ line: short(line), label: short(label), text: long(text) }]
    }),
    missing: [],
    supplements,
    redactedFrom: null,
    withheld: [],
    salt,
  }
  return { ...written, missing: missingOf(written, parts, gone) }
}

function missingOf(
  dossier: Dossier,
  { row: { template }, draft: { draft } }: DossierParts,
  gone: Built['gone'],
): Dossier['missing'] {
  const lines = missingLines(referralTemplate(template), dossier, draft.language)
  const erased = gone.slice(0, 200 - lines.length).map(({ kind, id }) => ({
    line: `${kind}s`,
    label: `${kind} ${id} was erased before the dossier was packed`,
    required: false,
  }))
  return [...lines, ...erased]
}

type SomeContact = {
  name: string
  email?: string | undefined
  phone?: string | undefined
  address?: string | undefined
}

function contactOf({ name, email, phone, address }: SomeContact): Dossier['sender']['contact'] {
  return {
    name: short(name),
    email: email === undefined ? null : short(email),
    phone: phone === undefined ? null : short(phone),
    address: address === undefined ? null : long(address),
  }
}

/** Where people alone linked the accounts, the error of that is not measured. */
function modelOf(model: DossierParts['model'], links: number, at: Date): Dossier['model'] {
  if (links === 0) return null
  const error = errorOf(model)
  return {
    version: model?.version ?? 'judgements',
    error: error && { ...error, measuredAt: at.toISOString() },
  }
}

const basis =
  'Turnover is the stated price of each listing times the units that its marketplace states as sold, by currency and without conversion; listings without both are left out. Genuine value is the retail price of one genuine piece times these units.'

function scaleOf({ draft: { draft } }: DossierParts, listings: DossierListing[]): Dossier['scale'] {
  const turnover = new Sums()
  let units: number | null = null
  for (const { price, unitsSold } of listings) {
    if (unitsSold === null) continue
    units = (units ?? 0) + unitsSold
    if (price !== null) turnover.add(price, unitsSold)
  }
  const genuine = new Sums()
  if (draft.genuineUnitValue !== null && units !== null) genuine.add(draft.genuineUnitValue, units)
  const thresholds = turnoverThresholds
    .filter(({ country }) => country === draft.recipient.country)
    .slice(0, 50)
    .map(({ country, article, amount, currency, verified }) => {
      const sum = turnover.of(currency)
      return {
        country,
        law: short(article),
        amount: { amount, currency },
        verified,
        reached: sum === undefined ? null : sum >= unitsOf(amount),
      }
    })
  return {
    units,
    turnover: turnover.list().slice(0, 50),
    genuineValue: genuine.list(),
    basis,
    thresholds,
  }
}
