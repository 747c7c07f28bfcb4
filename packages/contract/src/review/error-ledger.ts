import { z } from 'zod'
import { verdicts } from '../listings/assessment.ts'
import { queueStrata } from './blind-audit.ts'

/** What a rule of the ledger is: a verdict, a queue or a signal. */
export const ledgerRuleKinds = ['verdict', 'queue', 'signal'] as const

/** A listing on which somebody settled what the goods are, without anything that names it. */
export const LedgerRow = z
  .strictObject({
    basis: z.enum(['blind-audit', 'decision']).meta({
      description: 'Annotated blindly in a random sample, or decided in the course of work.',
    }),
    verdict: z.enum(verdicts),
    queues: z.array(z.enum(queueStrata)),
    signals: z.array(z.string().max(60)).max(200).meta({
      description: 'Codes of the signals for a counterfeit.',
    }),
    goods: z.enum(['counterfeit', 'honest']).nullable().meta({
      description: 'What the goods are; null if that is unknown, as after a restored listing.',
    }),
    reversed: z.boolean().nullable().meta({
      description:
        'Whether a decision against the seller was reversed because the seller was right; null if there was none.',
    }),
    weight: z
      .number()
      .positive()
      .meta({ description: 'Listings for which a sampled one stands; 1 for decisions.' }),
    seller: z.int().min(0).meta({
      description: 'Number of the seller within this file, in no particular order.',
    }),
  })
  .meta({
    id: 'LedgerRow',
    description: 'A line of the file from which anyone can compute the error ledger again.',
  })
export type LedgerRow = z.infer<typeof LedgerRow>

/** Below these numbers a count could identify a seller or a rival, and is not shown. */
export const ledgerNeeds = { listings: 20, sellers: 5, largestShare: 0.5 } as const

const Count = z.int().min(0)
const LedgerShareView = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'LedgerShareView', description: 'With its 95% interval.' })

export const LedgerFiguresView = z
  .object({
    right: Count.meta({
      description:
        'Listings whose goods were counterfeit; of the verdict `clear`, those that were not.',
    }),
    wrong: Count.meta({ description: 'The other settled listings.' }),
    wrongShare: LedgerShareView,
  })
  .meta({ id: 'LedgerFiguresView' })
export type LedgerFiguresView = z.infer<typeof LedgerFiguresView>

const hidden = `Null where fewer than ${ledgerNeeds.listings} listings or ${ledgerNeeds.sellers} sellers are behind it, or one seller has more than half of them.`

export const LedgerRuleView = z
  .object({
    kind: z.enum(ledgerRuleKinds),
    code: z.string(),
    audited: LedgerFiguresView.nullable().meta({
      description: `From blind audits, weighted by sampling. ${hidden}`,
    }),
    decided: LedgerFiguresView.nullable().meta({
      description: `From decisions, which people made knowing the rule’s opinion. ${hidden}`,
    }),
    reversed: z
      .object({ count: Count, of: Count, share: LedgerShareView })
      .nullable()
      .meta({ description: `Decisions against sellers that were reversed. ${hidden}` }),
  })
  .meta({ id: 'LedgerRuleView' })
export type LedgerRuleView = z.infer<typeof LedgerRuleView>

export const ErrorLedger = z
  .object({
    rules: z.array(LedgerRuleView),
    withheld: Count.meta({
      description: 'Rules that occurred and of which every count is withheld.',
    }),
  })
  .meta({ id: 'ErrorLedger' })
export type ErrorLedger = z.infer<typeof ErrorLedger>
