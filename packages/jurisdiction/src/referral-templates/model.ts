import { z } from 'zod'
import { LocalDateText } from '../calendar/index.ts'
import { Source } from '../regime/index.ts'

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const text = z.string().min(1)

/** The parts of a dossier in which the lines of a template find their content. */
export const dossierSections = [
  'head',
  'complainant',
  'rights',
  'examination',
  'accounts',
  'links',
  'listings',
  'scale',
  'places',
  'prior-steps',
  'schedule',
  'transfer',
  'particulars',
] as const

type Consulted = {
  force: 'law' | 'policy'
  consulted?: 'wording' | 'substance' | 'not-found' | undefined
  sources: readonly string[]
  verified: boolean
}

const consultedMessage = 'a line of law states what of it was consulted; a policy does not'
const verifiedMessage = 'a line is verified only if its wording was consulted in a named source'

function statesWhatWasConsulted({ force, consulted }: Consulted): boolean {
  return (force === 'law') === (consulted !== undefined)
}

function isReadWhereVerified({ verified, consulted, sources }: Consulted): boolean {
  return !verified || (consulted === 'wording' && sources.length > 0)
}

/**
 * One line that an addressee expects, in our own words. A line of `law` states what was read of it, like a provision of
 * a regime: `verified` is true only if its wording was read. A line of `policy` is our own and never verified.
 */
export const ReferralLine = z
  .strictObject({
    id: slug,
    /** Its label: `referral.line.<label>` of the messages. */
    label: slug,
    section: z.enum(dossierSections),
    /**
     * Pointers into the dossier that must all have content. `*` stands for each entry of a list, which has one at
     * least, and `field=value` for the entries with that value. Without pointers the line is answered by a particular.
     */
    holds: z.array(z.string().regex(/^(\/([a-zA-Z]+(=[a-z-]+)?|\*))+$/)),
    need: z.enum(['required', 'wanted']),
    force: z.enum(['law', 'policy']),
    consulted: z.enum(['wording', 'substance', 'not-found']).optional(),
    article: text.optional(),
    sources: z.array(text),
    verified: z.boolean(),
    /** True if nothing is sent without it. */
    blocks: z.boolean(),
    when: z.enum(['always', 'cross-border', 'stored-in-china']),
    /** True if an empty list says what the line asks. */
    mayBeEmpty: z.boolean(),
  })
  .refine(statesWhatWasConsulted, { message: consultedMessage })
  .refine(isReadWhereVerified, { message: verifiedMessage })
export type ReferralLine = z.infer<typeof ReferralLine>

/**
 * Whether and when sellers named in a dossier learn of it: some days after it was sent, so that its recipient can ask
 * for silence before, and never before a confidentiality hold or a silence ends. A rule of `law` states what was read.
 */
const AccusedRule = z
  .strictObject({
    informed: z.enum(['after-confidentiality-hold', 'never']),
    /** Days after it was sent. */
    afterDays: z.int().min(0).max(365),
    mayContest: z.boolean(),
    place: z.string().nullable(),
    force: z.enum(['law', 'policy']),
    consulted: z.enum(['wording', 'substance', 'not-found']).optional(),
    article: text.optional(),
    sources: z.array(text),
    verified: z.boolean(),
  })
  .refine(statesWhatWasConsulted, { message: consultedMessage })
  .refine(isReadWhereVerified, { message: verifiedMessage })
export type AccusedRule = z.infer<typeof AccusedRule>

/** What one kind of addressee expects of a dossier or data sheet. */
export const ReferralTemplate = z
  .strictObject({
    /** Its name: `referral.template.<id>` of the messages. */
    id: slug,
    version: z.int().min(1),
    /** A country, `EU`, or null for any. */
    territory: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable(),
    addressees: z
      .array(z.enum(['police', 'prosecution', 'customs', 'administrative-authority', 'counsel']))
      .min(1),
    kind: z.enum(['dossier', 'data-sheet']),
    asOf: LocalDateText,
    sources: z.array(Source),
    /** How long a sent dossier is stored, as a policy. */
    retentionDays: z.int().min(1),
    /** Whether and when sellers named in it learn of it. */
    accused: AccusedRule,
    /** Where its data are keyed in, if the addressee takes no document. */
    portal: z
      .strictObject({
        way: z.literal('portal'),
        name: text,
        since: LocalDateText,
        paper: z.literal('outage-only'),
        sources: z.array(text).min(1),
        verified: z.boolean(),
      })
      .optional(),
    lines: z.array(ReferralLine).min(1),
  })
  .refine(({ lines }) => new Set(lines.map(({ id }) => id)).size === lines.length, {
    message: 'each line has an id of its own',
  })
  .refine(
    ({ lines, accused, sources }) => {
      const known = new Set(sources.map(({ id }) => id))
      return [accused, ...lines].every((line) => line.sources.every((source) => known.has(source)))
    },
    { message: 'each source of a line is listed' },
  )
export type ReferralTemplate = z.infer<typeof ReferralTemplate>
