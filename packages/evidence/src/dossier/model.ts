import { z } from 'zod'

/** Most entries of each list of a dossier. */
export const maxDossier = {
  accounts: 1000,
  links: 20_000,
  listings: 5000,
  persons: 100,
  rights: 200,
  places: 200,
  steps: 2000,
  schedule: 10_000,
  items: 10_000,
  withheld: 10_000,
} as const

/** The languages in which a dossier is written. */
export const dossierLanguages = ['en', 'id', 'zh'] as const
export type DossierLanguage = (typeof dossierLanguages)[number]

/** The labels of the Traffic Light Protocol 2.0, from the least to the most restrictive. */
export const tlpLabels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export type TlpLabel = (typeof tlpLabels)[number]

/** What is known of a listing: each word claims more than the one before it. */
export const listingStatuses = [
  'reported',
  'assessed',
  'measure-taken',
  'decided-by-court',
] as const
export type ListingStatus = (typeof listingStatuses)[number]

/** What speaks for the accused, or was not used. */
export const scheduleKinds = [
  'rejected-link',
  'unsure-link',
  'contested-link',
  'upheld-answer',
  'clearance',
  'reversed-decision',
  'failed-capture',
  'lapsed-right',
  'withdrawn-notice',
  'unused-item',
  'other',
] as const
export type ScheduleKind = (typeof scheduleKinds)[number]

export const addresseeKinds = [
  'police',
  'prosecution',
  'customs',
  'administrative-authority',
  'counsel',
] as const
export type AddresseeKind = (typeof addresseeKinds)[number]

/** Replaces a text of a dossier in its redacted twin. */
export const withheldMark = '[withheld]'

const wellFormed = 'contains half of a character'
const short = z
  .string()
  .min(1)
  .max(400)
  .refine((text) => text.isWellFormed(), wellFormed)
const long = z
  .string()
  .min(1)
  .max(4000)
  .refine((text) => text.isWellFormed(), wellFormed)
const address = z
  .string()
  .min(1)
  .max(4000)
  .refine((text) => text.isWellFormed(), wellFormed)
const moment = z.iso.datetime({ precision: 3 })
const day = z.iso.date()
const country = z.string().regex(/^[A-Z]{2}$/)
const id = z.uuid()
const share = z.number().min(0).max(1)
const bits = z.number().min(-1000).max(1000)
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const packageName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,100}$/)
/** An item of evidence, by its name in the index of the package. */
const item = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,100}$/)
const items = z.array(item).max(200)
/** By which recipients name an entry in questions and reports, such as `L12`. */
const reference = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$/)
  .optional()
/** Statements of people. */
const statement = z
  .string()
  .min(1)
  .max(20_000)
  .refine((text) => text.isWellFormed(), wellFormed)

/** An amount in one currency; amounts are never converted. */
const Money = z.strictObject({
  amount: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
})

const Contact = z.strictObject({
  name: short,
  email: short.nullable(),
  phone: short.nullable(),
  address: long.nullable(),
})

/** A right on which the dossier rests. */
export const DossierRight = z.strictObject({
  kind: z.enum(['trademark', 'design', 'patent', 'copyright', 'geographical-indication']),
  mark: short,
  office: short,
  number: short,
  niceClasses: z.array(z.int().min(1).max(45)).max(45),
  holder: short,
  status: z.enum(['in-force', 'applied-for', 'lapsed', 'unknown']),
  until: day.nullable(),
  /** Countries, or regions such as `EU`, in which it is in force. */
  territory: z.array(short).min(1).max(200),
  /** The extract of the register. */
  extract: item.nullable(),
})
export type DossierRight = z.infer<typeof DossierRight>

/** A seller’s account on a marketplace. It is an account, not a person. */
export const DossierAccount = z.strictObject({
  id,
  reference,
  marketplace: short,
  sellerId: short,
  name: short.nullable(),
  country: country.nullable(),
  /** Why the dossier includes it. */
  basis: long,
})
export type DossierAccount = z.infer<typeof DossierAccount>

/** A natural person, named only on documented identity. */
export const DossierPerson = z.strictObject({
  name: short,
  /** The item that documents the identity, and the kind of document. */
  documentedBy: item,
  document: short,
  accounts: z.array(id).max(maxDossier.accounts),
})
export type DossierPerson = z.infer<typeof DossierPerson>

/** A link between two accounts. It is a lead: neither an identity nor a finding. */
export const DossierLink = z.strictObject({
  standing: z.literal('lead'),
  reference,
  a: id,
  b: id,
  /** That both accounts are one seller’s. */
  probability: share,
  /** In bits: each more doubles the odds. */
  weight: bits,
  reasons: z
    .array(
      z.strictObject({
        code: short,
        family: short,
        weight: bits,
        /** The identifier that both have, without what would let it be used; null of other reasons. */
        masked: short.nullable(),
        /** In how many listings it shows. */
        listings: z.int().min(0),
      }),
    )
    .max(50),
  judgement: z
    .strictObject({
      judgement: z.enum(['same', 'different', 'unsure']),
      by: short,
      at: moment,
      reason: long.nullable(),
    })
    .nullable(),
})
export type DossierLink = z.infer<typeof DossierLink>

export const DossierListing = z.strictObject({
  id,
  reference,
  account: id.nullable(),
  marketplace: short,
  externalId: short,
  address: address.nullable(),
  title: long,
  status: z.enum(listingStatuses),
  price: Money.nullable(),
  firstSeen: moment,
  lastSeen: moment,
  unitsSold: z.int().min(0).nullable(),
  verdict: z.enum(['clear', 'ask-proof', 'review', 'block']).nullable(),
  reasons: z.array(long).max(20),
  captures: items,
  /** What a person concluded of it. */
  conclusion: long.nullable(),
})
export type DossierListing = z.infer<typeof DossierListing>

/** An amount from which a law applies, and whether the dossier’s turnover reaches it. */
export const DossierThreshold = z.strictObject({
  country,
  law: short,
  amount: Money,
  verified: z.boolean(),
  /** Null without a turnover in that currency. */
  reached: z.boolean().nullable(),
})
export type DossierThreshold = z.infer<typeof DossierThreshold>

export const ScheduleEntry = z.strictObject({
  kind: z.enum(scheduleKinds),
  reference,
  at: moment.nullable(),
  text: long,
  /** The accounts, listings or other records that it concerns. */
  about: z.array(short).max(50),
  items,
})
export type ScheduleEntry = z.infer<typeof ScheduleEntry>

/** A part of a dossier that its redacted twin withholds. */
export const WithheldPart = z.strictObject({
  /** JSON pointer to the part in the complete dossier. */
  pointer: z
    .string()
    .regex(/^(\/[^/]+)+$/)
    .max(400),
  /** Of the salt of the complete dossier, the pointer and the part (`partDigest`). */
  digest,
  reason: long,
})
export type WithheldPart = z.infer<typeof WithheldPart>

/** A package, named by the digest of its sealed statement. */
export const PackageReference = z.strictObject({ package: packageName, digest })
export type PackageReference = z.infer<typeof PackageReference>

/** What a recipient gets of a network or case. The chain of custody is that of its package. */
export const Dossier = z.strictObject({
  format: z.literal('touchstone-dossier'),
  version: z.literal(1),
  /** With which recipients recognise that two of them work on one subject. */
  deconflictionNumber: z.string().regex(/^[A-Z0-9][A-Z0-9-]{3,63}$/),
  template: z.strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    version: z.int().min(1),
    kind: z.enum(['dossier', 'data-sheet']),
    /** Whether every line of it was read in its source. An unverified template is for rehearsals only. */
    verified: z.boolean(),
  }),
  tlp: z.enum(tlpLabels),
  language: z.enum(dossierLanguages),
  title: short,
  createdAt: moment,
  sender: z.strictObject({ organisation: short, country, contact: Contact }),
  recipient: z.strictObject({
    organisation: short,
    country,
    kind: z.enum(addresseeKinds),
    contact: Contact.nullable(),
  }),
  complainant: z.strictObject({
    name: short,
    /** Reachable at any hour. */
    contact: Contact,
    expertWitness: Contact.nullable(),
    signedComplaint: item.nullable(),
  }),
  rights: z.array(DossierRight).max(maxDossier.rights),
  /** Why the goods are held to be counterfeit, by the person who examined them. */
  examination: z.strictObject({ by: short, at: moment, statement, comparisons: items }).nullable(),
  network: z
    .strictObject({
      id,
      /** The division that the least evidence holds together: its smaller side, and the weight in bits. */
      weakest: z
        .strictObject({ accounts: z.array(id).max(maxDossier.accounts), weight: bits })
        .nullable(),
    })
    .nullable(),
  case: id.nullable(),
  accounts: z.array(DossierAccount).max(maxDossier.accounts),
  persons: z.array(DossierPerson).max(maxDossier.persons),
  links: z.array(DossierLink).max(maxDossier.links),
  /** The model that linked the accounts; null without links. */
  model: z
    .strictObject({
      version: short,
      /** The share of links above one half that people found wrong; null if it was not measured. */
      error: z
        .strictObject({
          rate: share,
          low: share,
          high: share,
          /** Of the interval from `low` to `high`, such as 0.95. */
          level: share,
          sample: z.int().min(1),
          measuredAt: moment,
        })
        .nullable(),
    })
    .nullable(),
  listings: z.array(DossierListing).max(maxDossier.listings),
  scale: z.strictObject({
    units: z.int().min(0).nullable(),
    turnover: z.array(Money).max(50),
    genuineValue: z.array(Money).max(50),
    /** How the sums were made. */
    basis: long,
    thresholds: z.array(DossierThreshold).max(50),
  }),
  places: z
    .array(
      z.strictObject({
        kind: z.enum(['manufacture', 'storage', 'dispatch', 'sale', 'return', 'other']),
        address,
        country: country.nullable(),
        basis: long,
        items,
      }),
    )
    .max(maxDossier.places),
  priorSteps: z
    .array(
      z.strictObject({
        at: moment,
        kind: z.enum([
          'notice',
          'takedown',
          'letter',
          'suit',
          'customs-application',
          'referral',
          'test-purchase',
          'other',
        ]),
        text: long,
        items,
      }),
    )
    .max(maxDossier.steps),
  /** Answers to lines of the template that have no place of their own. */
  particulars: z
    .array(z.strictObject({ line: short, label: short, text: statement }))
    .max(100)
    .optional(),
  /** Unused and exculpatory material. It is there even if it is empty. */
  schedule: z.array(ScheduleEntry).max(maxDossier.schedule),
  /** Countries in which the items are stored. */
  storedIn: z.array(country).max(50),
  /** Counsel’s record of a transfer across a border. */
  transfer: z
    .strictObject({
      from: country,
      to: country,
      basis: long,
      ground: long,
      necessity: long,
      recordedBy: short,
      at: moment,
    })
    .nullable(),
  /** Of the authority that allowed items stored in China to leave it. */
  approvalNumber: short.nullable(),
  /** Lines of the template for which the dossier has nothing. */
  missing: z.array(z.strictObject({ line: short, label: short, required: z.boolean() })).max(200),
  /** The package that this one supplements. */
  supplements: PackageReference.nullable(),
  /** The package of the complete dossier, in a redacted twin. */
  redactedFrom: PackageReference.nullable(),
  withheld: z.array(WithheldPart).max(maxDossier.withheld),
  /** Random, so that nobody guesses a withheld part from its digest; only the complete dossier has it. */
  salt: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
})
export type Dossier = z.infer<typeof Dossier>
