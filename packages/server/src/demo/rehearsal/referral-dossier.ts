import { randomBytes, randomUUID } from 'node:crypto'
import type { Listing } from '@touchstone/contract'
import type { Dossier } from '@touchstone/evidence'
import {
  isRehearsalOnly,
  missingLines,
  turnoverThresholds,
  type ReferralTemplate,
  type ReferralTemplateId,
} from '@touchstone/jurisdiction'
import { identifierTypes } from '@touchstone/linkage'
import { maskIdentifier } from '../../sellers/identifiers/index.ts'
import { captureNameOf, type DocumentName } from './referral-items.ts'
import { intervalOf, type InventedMarket } from './referral-network.ts'
import { contact, expert, particularOf, recipients } from './referral-parties.ts'
import { parties } from './parties.ts'

const soldEach = 120
const genuinePrice = 2_400_000
/** Lines that the rehearsal leaves missing, to show how a dossier names them. */
const leftOpen: ReadonlySet<string> = new Set(['witnesses', 'small-consignments'])
const document = (name: DocumentName): string => name

function maskedOf(code: string, value: string | undefined): string | null {
  const type = identifierTypes.find((one) => code === `identifier.${one}`)
  return type === undefined || value === undefined ? null : maskIdentifier(type, value)
}

/** The dossier of the invented network as its author first has it: without what counsel records. */
export function draftDossier(
  template: ReferralTemplate & { id: ReferralTemplateId },
  market: InventedMarket,
  at: Date,
): Dossier {
  const { language, ...recipient } = recipients[template.id]
  const { network, links } = market
  const ids = new Map(network.sellers.map((seller) => [seller, randomUUID()]))
  const idOf = (seller: string): string => ids.get(seller) ?? ''
  const listings = listingsIn(market)
  const moment = at.toISOString()
  const dossier: Dossier = {
    format: 'touchstone-dossier',
    version: 1,
    deconflictionNumber: `VELMORAQ-${moment.slice(0, 10)}`,
    template: {
      id: template.id,
      version: template.version,
      kind: template.kind,
      verified: !isRehearsalOnly(template),
    },
    tlp: template.id === 'counsel' ? 'red' : 'amber+strict',
    language,
    title: `Sandals under the name Velmoraq: a network of ${network.sellers.length} accounts`,
    createdAt: moment,
    sender: { organisation: parties.brand.name, country: 'DE', contact },
    recipient: { ...recipient, contact: null },
    complainant: {
      name: parties.brand.name,
      contact,
      expertWitness: expert,
      signedComplaint: null,
    },
    rights: [
      {
        kind: 'trademark',
        mark: 'VELMORAQ',
        office: 'EM',
        number: '018000001',
        niceClasses: [18, 25],
        holder: parties.brand.name,
        status: 'in-force',
        until: null,
        territory: ['EU', recipient.country],
        extract: document('register-extract'),
      },
    ],
    examination: {
      by: expert.name,
      at: moment,
      statement:
        'The strap has six stitches where each genuine one has nine, and the buckle bears no batch number.',
      comparisons: [document('comparison')],
    },
    network: {
      id: randomUUID(),
      weakest: {
        accounts: network.weakest.sellers.map(idOf),
        weight: network.weakest.weight,
      },
    },
    case: null,
    accounts: network.sellers.map((seller, place) => accountOf(seller, place, market, idOf)),
    persons: [
      {
        name: 'Sari Embun Pratiwi',
        documentedBy: document('trade-licence'),
        document: 'Trade licence',
        accounts: [idOf('toko-embun')],
      },
    ],
    links: links.map(({ a, b, probability, weight, reasons }) => ({
      standing: 'lead',
      a: idOf(a),
      b: idOf(b),
      probability,
      weight,
      reasons: reasons.map(({ code, family, weight: bits, values: [value], places }) => ({
        code,
        family,
        weight: bits,
        masked: maskedOf(code, value),
        listings: new Set(places.map(({ listing }) => listing)).size,
      })),
      judgement: null,
    })),
    model: { version: 'rehearsal', error: errorOf(market, moment) },
    listings: listings.map((listing, place) => ({
      id: randomUUID(),
      reference: `L${place + 1}`,
      account: idOf(listing.seller?.id ?? ''),
      marketplace: parties.platform.name,
      externalId: listing.id,
      address: listing.url ?? null,
      title: listing.title ?? listing.id,
      status: place === 0 ? 'measure-taken' : 'assessed',
      price: listing.price ?? null,
      firstSeen: listing.observedAt ?? moment,
      lastSeen: moment,
      unitsSold: soldEach,
      verdict: 'block',
      reasons: ['The title says “KW super”.'],
      captures: [captureNameOf(listing)],
      conclusion: place === 0 ? 'Counterfeit, by the examination of a test purchase' : null,
    })),
    scale: scaleOf(listings),
    places: [
      {
        kind: 'dispatch',
        address: 'Warehouse 4, Jalan Contoh, Jakarta',
        country: 'ID',
        basis: 'Sender on the parcel of the test purchase.',
        items: [],
      },
    ],
    priorSteps: [
      {
        at: moment,
        kind: 'notice',
        text: `${parties.platform.name} restricted L1 after a notice.`,
        items: [],
      },
      {
        at: moment,
        kind: 'test-purchase',
        text: 'L1 was ordered, filmed and opened before a witness.',
        items: [document('comparison')],
      },
    ],
    particulars: [],
    schedule: scheduleOf(market, moment),
    storedIn: template.id === 'us-doj' ? ['DE', 'CN'] : ['DE'],
    transfer: null,
    approvalNumber: null,
    missing: [],
    supplements: null,
    redactedFrom: null,
    withheld: [],
    salt: randomBytes(32).toString('hex'),
  }
  return dossier
}

/** What counsel and the author add so that nothing stops it any more, and the lines that are still missing. */
export function completeDossier(template: ReferralTemplate, draft: Dossier, by: string): Dossier {
  const { sender, recipient, storedIn, createdAt, language } = draft
  const isAbroad = sender.country !== recipient.country
  const open = missingLines(template, draft, language)
  const statedIn = new Set(
    template.lines.filter(({ holds }) => holds.length === 0).map(({ id }) => id),
  )
  const complete: Dossier = {
    ...draft,
    complainant: { ...draft.complainant, signedComplaint: document('signed-complaint') },
    particulars: open
      .filter(({ line }) => statedIn.has(line) && !leftOpen.has(line))
      .map(({ line, label }) => ({ line, label, text: particularOf(label) })),
    transfer: isAbroad
      ? {
          from: sender.country,
          to: recipient.country,
          basis: 'Invented: legitimate interest in the prosecution of an offence.',
          ground: 'Invented: establishment, exercise or defence of legal claims.',
          necessity: 'Invented: the office cannot act without the accounts and listings.',
          recordedBy: by,
          at: createdAt,
        }
      : null,
    approvalNumber: isAbroad && storedIn.includes('CN') ? 'REHEARSAL-0001' : null,
  }
  return { ...complete, missing: missingLines(template, complete, language) }
}

/** The listings of the network, in the order of the dossier. */
export function listingsIn({ listings, network }: InventedMarket): Listing[] {
  return listings.filter(({ seller }) => network.sellers.includes(seller?.id ?? ''))
}

function accountOf(
  sellerId: string,
  place: number,
  { listings }: InventedMarket,
  idOf: (seller: string) => string,
): Dossier['accounts'][number] {
  const seller = listings.find((listing) => listing.seller?.id === sellerId)?.seller
  return {
    id: idOf(sellerId),
    reference: `A${place + 1}`,
    marketplace: parties.platform.name,
    sellerId,
    name: seller?.name ?? null,
    country: seller?.country ?? null,
    basis: 'Offers goods under the mark, and writes the phone number of the network.',
  }
}

type ModelError = NonNullable<NonNullable<Dossier['model']>['error']>

function errorOf({ checked: { sample, wrong } }: InventedMarket, measuredAt: string): ModelError {
  return { rate: wrong / sample, ...intervalOf(wrong, sample), level: 0.95, sample, measuredAt }
}

function scaleOf(listings: readonly Listing[]): Dossier['scale'] {
  const turnover = listings.reduce(
    (sum, { price }) => sum + Number(price?.amount ?? 0) * soldEach,
    0,
  )
  const units = listings.length * soldEach
  return {
    units,
    turnover: [{ amount: String(turnover), currency: 'IDR' }],
    genuineValue: [{ amount: String(units * genuinePrice), currency: 'IDR' }],
    basis:
      'Units sold as the marketplace shows them, times the price last seen; gains were not computed.',
    thresholds: turnoverThresholds.map(({ country, article, amount, currency, verified }) => ({
      country,
      law: article,
      amount: { amount, currency },
      verified,
      reached: null,
    })),
  }
}

/** What speaks for the accused, of the rehearsal. */
function scheduleOf({ linked, network }: InventedMarket, at: string): Dossier['schedule'] {
  const rejected = linked.links.find(
    ({ a, b }) => network.sellers.includes(a) !== network.sellers.includes(b),
  )
  return [
    {
      kind: 'rejected-link',
      reference: 'U1',
      at,
      text:
        rejected === undefined
          ? `${parties.analyst} rejected the link of toko-embun with toko-1.`
          : `${parties.analyst} rejected the link of ${rejected.a} with ${rejected.b}.`,
      about: [],
      items: [],
    },
    {
      kind: 'failed-capture',
      reference: 'U2',
      at,
      text: 'The page of one listing asked for a sign-in and was not captured.',
      about: [],
      items: [],
    },
  ]
}
