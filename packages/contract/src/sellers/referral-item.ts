import { z } from 'zod'
import { Money } from '../money.ts'
import { referralItemKinds, referralItemStatuses, referralOutcomes } from './referral.ts'
import { ReferralMissingView } from './referral-view.ts'

const Moment = z.iso.datetime()

export const ReferralItemView = z
  .object({
    ref: z.string().meta({ description: 'By which questions and outcomes name it: `L-12`.' }),
    kind: z.enum(referralItemKinds),
    subject: z.uuid().nullable().meta({
      description: 'ID of the listing or account; null for the recipient and once erased.',
    }),
    title: z.string(),
    marketplace: z.string().nullable(),
    url: z.string().nullable(),
    price: Money.nullable(),
    unitsSold: z.int().nullable(),
    status: z.enum(referralItemStatuses).nullable().meta({ description: 'Of a listing.' }),
    between: z.array(z.string()).meta({ description: 'References of both accounts of a link.' }),
    probability: z.number().min(0).max(1).nullable().meta({
      description: 'Of a link: a lead, neither an identity nor a finding.',
    }),
    reasons: z
      .array(
        z.object({
          code: z.string(),
          family: z.string(),
          weight: z.number().meta({ description: 'In bits; below 0 it speaks against the link.' }),
          masked: z.string().nullable().meta({ description: 'The identifier on both accounts.' }),
          listings: z.int().meta({ description: 'In how many listings it shows.' }),
        }),
      )
      .meta({ description: 'Of a link.' }),
    basis: z.array(z.string()).meta({ description: 'Why a listing was assessed so, in words.' }),
    captures: z.array(z.object({ url: z.string(), sealedAt: Moment, file: z.string() })),
    supplement: z.uuid().nullable().meta({ description: 'The supplement that contains it.' }),
    outcomes: z
      .array(z.object({ report: z.uuid(), outcome: z.enum(referralOutcomes), at: Moment }))
      .meta({ description: 'The newest of each proceeding.' }),
    contradicted: z.boolean().meta({ description: 'True if these contradict each other.' }),
  })
  .meta({ id: 'ReferralItemView' })
export type ReferralItemView = z.infer<typeof ReferralItemView>

/** Most listings that a preview shows. */
export const mostPreviewedListings = 100

export const ReferralPreviewView = z
  .object({
    sender: z.string(),
    recipient: z.string(),
    model: z
      .object({
        version: z.string(),
        error: z
          .object({ rate: z.number(), low: z.number(), high: z.number(), sample: z.int() })
          .nullable(),
      })
      .nullable()
      .meta({
        description: 'What linked the accounts, with the share of links that people found wrong.',
      }),
    scale: z.object({
      units: z.int().nullable(),
      turnover: z.array(Money),
      genuineValue: z.array(Money),
      thresholds: z.array(
        z.object({
          country: z.string(),
          law: z.string(),
          amount: Money,
          reached: z.boolean().nullable(),
          verified: z.boolean(),
        }),
      ),
    }),
    priorSteps: z.array(z.object({ at: Moment, kind: z.string(), text: z.string() })),
    missing: z.array(ReferralMissingView),
    counts: z.object({
      accounts: z.int(),
      links: z.int(),
      listings: z.int(),
      captures: z.int(),
      unused: z.int(),
    }),
    items: z.array(ReferralItemView).meta({
      description: `All accounts, the first 1,000 links and entries of unused material, and the first ${mostPreviewedListings} listings.`,
    }),
  })
  .meta({ id: 'ReferralPreviewView' })
export type ReferralPreviewView = z.infer<typeof ReferralPreviewView>
