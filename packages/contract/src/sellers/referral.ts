import { z } from 'zod'
import { Slug } from '../access/organisation.ts'
import { DocumentInput, maxDocumentBytes } from '../brands/claim.ts'
import { isoDate, Money } from '../money.ts'
import { text } from '../text.ts'

/** What a referral is made for: the form that its recipient expects. */
export const referralTemplateIds = [
  'us-doj',
  'uk-pipcu',
  'eu-afa',
  'cn-psb',
  'id-polri',
  'counsel',
] as const
export type ReferralTemplateId = (typeof referralTemplateIds)[number]

/** `releasing`: the package is being made; nothing has left the organisation yet. */
export const referralStates = [
  'draft',
  'awaiting-release',
  'releasing',
  'packing-failed',
  'sent',
  'acknowledged',
  'closed',
  'withdrawn',
] as const
export type ReferralState = (typeof referralStates)[number]

/** The Traffic Light Protocol 2.0. */
export const tlpLabels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export type TlpLabel = (typeof tlpLabels)[number]

/** How far a listing has come; none of them is a finding of guilt. */
export const referralItemStatuses = [
  'reported',
  'assessed',
  'measure-taken',
  'decided-by-court',
] as const
export type ReferralItemStatus = (typeof referralItemStatuses)[number]

/** `unused`: unused or exculpatory material, such as a rejected link or an upheld appeal. */
export const referralItemKinds = ['account', 'link', 'listing', 'unused'] as const
export type ReferralItemKind = (typeof referralItemKinds)[number]

/** Most listings in one referral. */
export const maxReferralListings = 5000
/** Most accounts in one referral. */
export const maxReferralAccounts = 1000

const Country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ description: 'ISO 3166-1.' })

export const ReferralSource = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('network'), network: z.uuid() }),
    z.strictObject({ kind: z.literal('case'), case: z.uuid() }),
  ])
  .meta({ id: 'ReferralSource' })
export type ReferralSource = z.infer<typeof ReferralSource>

/** What kind of office the recipient is. */
export const referralOffices = [
  'police',
  'prosecution',
  'customs',
  'administrative-authority',
  'counsel',
] as const

/** Languages in which a dossier is written. */
export const referralLanguages = ['en', 'id', 'zh'] as const

const office = z.enum(referralOffices)

export const ReferralRecipient = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('organisation'),
        organisation: Slug,
        country: Country,
        office,
      })
      .meta({ description: 'An authority or counsel of this installation.' }),
    z
      .strictObject({
        kind: z.literal('outside'),
        name: text(200),
        country: Country,
        office,
        address: text(1000),
      })
      .meta({
        description:
          'Someone without an account here. The package is delivered by hand, and letters in reply are keyed in.',
      }),
  ])
  .meta({ id: 'ReferralRecipient' })
export type ReferralRecipient = z.infer<typeof ReferralRecipient>

const Contact = z.strictObject({
  name: text(200),
  phone: text(100).optional(),
  email: text(254).optional(),
  address: text(1000).optional(),
})

export const ReferralComplainant = z
  .strictObject({
    name: text(200),
    country: Country.meta({ description: 'Where the sender is; decides what crosses a border.' }),
    contact: Contact.meta({ description: 'Reached at any hour.' }),
    witness: Contact.optional().meta({ description: 'The expert witness.' }),
  })
  .meta({ id: 'ReferralComplainant' })
export type ReferralComplainant = z.infer<typeof ReferralComplainant>

export const referralDocumentPurposes = [
  'right-extract',
  'signed-complaint',
  'identity',
  'comparison',
] as const
export type ReferralDocumentPurpose = (typeof referralDocumentPurposes)[number]

/** Most documents of one referral. */
export const maxReferralDocuments = 100

export const referralRightKinds = [
  'trademark',
  'design',
  'patent',
  'copyright',
  'geographical-indication',
] as const

export const ReferralRight = z
  .strictObject({
    kind: z.enum(referralRightKinds).default('trademark'),
    claim: z.uuid().meta({ description: 'The sender’s approved claim to it.' }),
    mark: text(300),
    niceClasses: z.array(z.int().min(1).max(45)).max(45).default([]),
    until: isoDate.optional().meta({ description: 'Last day on which it is in force, if known.' }),
    territory: z.array(text(100)).min(1).max(200),
    extract: z.uuid().optional().meta({ description: 'A document: the extract of the register.' }),
  })
  .meta({ id: 'ReferralRight' })
export type ReferralRight = z.output<typeof ReferralRight>

export const ReferralExamination = z
  .strictObject({
    examiner: text(200),
    examinedOn: isoDate,
    statement: text(4000).meta({
      description: 'Why the goods are not genuine. Features kept secret are not named.',
    }),
  })
  .meta({ id: 'ReferralExamination' })
export type ReferralExamination = z.infer<typeof ReferralExamination>

export const ReferralTransfer = z
  .strictObject({
    basis: text(2000).meta({ description: 'Legal basis for the processing (GDPR 6, 10).' }),
    ground: text(2000).meta({ description: 'Ground for the transfer (GDPR 44–49).' }),
    necessity: text(4000).meta({ description: 'Why the transfer is necessary.' }),
    counsel: text(200).meta({ description: 'Counsel who assessed it.' }),
    assessedOn: isoDate,
  })
  .meta({ id: 'ReferralTransfer' })
export type ReferralTransfer = z.infer<typeof ReferralTransfer>

/** A natural person is named only where a document proves who they are. */
const DocumentedPerson = z.strictObject({
  name: text(200),
  accounts: z.array(z.uuid()).min(1).max(maxReferralAccounts),
  document: z.uuid().meta({ description: 'The document that proves the identity.' }),
  kindOfDocument: text(200).meta({ description: 'Such as “extract of the company register”.' }),
})

export const referralPlaceKinds = [
  'manufacture',
  'storage',
  'dispatch',
  'sale',
  'return',
  'other',
] as const
const Place = z.strictObject({
  kind: z.enum(referralPlaceKinds),
  address: text(1000),
  country: Country.optional(),
  basis: text(2000).meta({ description: 'How it became known.' }),
})

export const ReferralDraft = z
  .strictObject({
    title: text(200),
    language: z.enum(referralLanguages),
    recipient: ReferralRecipient,
    complainant: ReferralComplainant.nullable(),
    rights: z.array(ReferralRight).max(100),
    examination: ReferralExamination.nullable(),
    accounts: z.array(z.uuid()).max(maxReferralAccounts).nullable().meta({
      description: 'Which accounts of the source; null for all.',
    }),
    listings: z.array(z.uuid()).max(maxReferralListings).nullable().meta({
      description: 'Which listings of these accounts; null for all.',
    }),
    omissions: z
      .array(
        z.strictObject({
          items: z.array(z.uuid()).min(1).max(maxReferralListings).optional().meta({
            description: 'Accounts and listings; absent for all others that are left out.',
          }),
          reason: text(2000),
        }),
      )
      .max(200)
      .meta({
        description:
          'Why accounts and listings of the source are left out. The schedule of unused material states it.',
      }),
    persons: z.array(DocumentedPerson).max(100),
    places: z.array(Place).max(200),
    genuineUnitValue: Money.nullable().meta({
      description: 'Retail price of one genuine piece, for the value of the goods.',
    }),
    particulars: z
      .array(z.strictObject({ line: text(100), text: text(4000) }))
      .max(100)
      .meta({ description: 'Answers to lines of the template that people fill in.' }),
    transfer: ReferralTransfer.nullable().meta({
      description: 'Required if the recipient is in another country than the complainant.',
    }),
    approvalNumber: text(200).nullable().meta({
      description:
        'Approval for the transfer of data stored in China (PIPL 41, DSL 36), where it is required.',
    }),
    storedInChina: z.boolean().meta({ description: 'Whether anything of it is stored in China.' }),
    tlp: z.enum(tlpLabels),
    deconflictionNumber: z
      .string()
      .regex(/^[A-Z0-9][A-Z0-9-]{3,63}$/)
      .meta({ description: 'By which recipients recognise that two of them work on one subject.' }),
  })
  .meta({ id: 'ReferralDraftView' })
export type ReferralDraft = z.output<typeof ReferralDraft>

export const ReferralInput = z
  .strictObject({
    template: z.enum(referralTemplateIds),
    source: ReferralSource,
    title: text(200),
    language: z.enum(referralLanguages).default('en'),
    recipient: ReferralRecipient,
  })
  .meta({ id: 'ReferralInput' })
export type ReferralInput = z.output<typeof ReferralInput>

/** What an authority reports of items. */
export const referralOutcomes = [
  'declined',
  'search',
  'seizure',
  'laboratory',
  'charge',
  'admission',
  'court-ruling',
  'acquittal',
  'dropped',
] as const
export type ReferralOutcome = (typeof referralOutcomes)[number]

/** What a laboratory or a court found of the goods. */
export const referralFindings = ['counterfeit', 'genuine', 'undetermined'] as const
export type ReferralFinding = (typeof referralFindings)[number]

export const quantityUnits = ['pieces', 'pairs', 'boxes', 'kilograms', 'litres'] as const

const Quantity = z.strictObject({
  goods: text(200),
  amount: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,3})?$/)
    .meta({ description: 'Decimal string.' }),
  unit: z.enum(quantityUnits),
  value: Money.optional(),
})

/** A letter in reply, with its scan; keyed in by the sender. */
export const ReferralLetter = z
  .strictObject({
    from: text(200),
    dated: isoDate,
    scan: DocumentInput.options[0].meta({
      description: `At most ${maxDocumentBytes / 1024 / 1024} MiB.`,
    }),
  })
  .meta({ id: 'ReferralLetterInput' })
export type ReferralLetter = z.infer<typeof ReferralLetter>

export const OutcomeReportInput = z
  .strictObject({
    proceeding: text(200).meta({
      description: 'File number of the authority or court. Its newest report on an item counts.',
    }),
    outcome: z.enum(referralOutcomes),
    items: z.array(text(20)).min(1).max(maxReferralListings).meta({
      description: 'References of listings and accounts that the referral contains.',
    }),
    happenedOn: isoDate,
    quantities: z.array(Quantity).max(200).default([]).meta({
      description: 'Required for a seizure.',
    }),
    finding: z.enum(referralFindings).optional().meta({
      description: 'Required for a laboratory report and a court ruling.',
    }),
    note: text(4000).optional(),
    letter: ReferralLetter.optional().meta({
      description: 'Required from the sender, who keys in what a recipient outside wrote.',
    }),
  })
  .meta({ id: 'OutcomeReportInput' })
export type OutcomeReportInput = z.output<typeof OutcomeReportInput>

/** What became of a seller’s contest of a referral. */
export const referralContestStates = ['open', 'upheld', 'rejected'] as const
export type ReferralContestState = (typeof referralContestStates)[number]
