import { z } from 'zod'
import { isoDate } from '../money.ts'

/** S: near-conclusive beside a brand. M: needs a second family. W: context only. */
export const strengths = ['S', 'M', 'W'] as const
export type Strength = (typeof strengths)[number]

export const termKinds = [
  'replica',
  'grade',
  'batch',
  'inspection',
  'logo-later',
  'coded-invitation',
  'contact',
  'source-claim',
  'agent',
  'buyer-verdict',
  'buyer-comparison',
] as const
export type TermKind = (typeof termKinds)[number]

export const guardWheres = ['before', 'after', 'near', 'field', 'listing'] as const

const slug = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
const form = z.string().min(1).max(60).meta({
  description:
    'As people write it. Case, width, accents and separators are folded; fused spellings of several words match too. A trailing * matches any continuation of the word (реплик*); a leading * lets a Hangul word begin earlier (*이면 환불).',
})

/** A context in which a term does not mean counterfeit. */
export const Guard = z
  .strictObject({
    id: slug,
    meaning: z.string().min(3),
    words: z.array(form).default([]),
    where: z.enum(guardWheres).default('near').meta({
      description:
        'Where the guard word stands: before, after or near the term; field: within 60 characters of it (200 for a global guard); listing: that, or anywhere in the title, brand, category or attributes if the term is in another field.',
    }),
    within: z.int().min(1).max(200).default(24).meta({
      description:
        'Maximum number of characters of the original text between the term and the guard word, for before, after and near.',
    }),
    quantity: z.enum(['before', 'after']).optional().meta({
      description:
        'Instead of words: a number directly before the term (5 kW) or after it, so that the term is a unit or a model number.',
    }),
    effect: z.enum(['suppress', 'weaken']).default('suppress').meta({
      description: 'suppress: the term does not count. weaken: it drops one strength.',
    }),
    unlessBrand: z.boolean().default(false).meta({
      description: 'True if the guard does not apply once the listing names a protected brand.',
    }),
    global: z.boolean().default(false).meta({
      description:
        'True for denials and educational texts: applies to every term of every language.',
    }),
  })
  .meta({ id: 'LexiconGuard' })
export type Guard = z.infer<typeof Guard>

/** The meaning of some forms of a term, if it differs from that of the others. */
export const Gloss = z
  .strictObject({ forms: z.array(form).min(1), meaning: z.string().min(3) })
  .meta({ id: 'LexiconGloss' })
export type Gloss = z.infer<typeof Gloss>

export const Term = z
  .strictObject({
    id: slug,
    forms: z.array(form).min(1),
    meaning: z.string().min(3).meta({
      description:
        'Shown to readers of a verdict after the quoted word: what the word means and, if that is not evident, why it counts. States facts and accuses no one.',
    }),
    glosses: z.array(Gloss).optional().meta({
      description: 'Other meanings, for forms whose meaning differs from the rest of the term.',
    }),
    strength: z.enum(strengths),
    kind: z.enum(termKinds),
    guards: z.array(slug).default([]),
    needsBrand: z.boolean().default(false).meta({
      description: 'True if the term means fake only beside a protected brand.',
    }),
    upperCase: z.boolean().default(false).meta({
      description: 'True for short codes that count only in upper case (UA, BM).',
    }),
    reviewsOnly: z.boolean().default(false).meta({
      description: 'True for buyers’ wording, searched for in reviews only.',
    }),
    source: z.string().min(3),
    precision: z.number().min(0).max(1).optional().meta({
      description: 'Measured on labelled listings; absent until measured.',
    }),
  })
  .meta({ id: 'LexiconTerm' })
export type Term = z.infer<typeof Term>

/** One language's counterfeit vocabulary. */
export const Lexicon = z
  .strictObject({
    language: z.string().meta({ description: 'BCP 47; en-x-mt is machine-translated Chinese.' }),
    version: z.int().min(1),
    updated: isoDate,
    terms: z.array(Term),
    guards: z.array(Guard),
  })
  .meta({ id: 'Lexicon', title: 'Lexicon' })
export type Lexicon = z.infer<typeof Lexicon>
