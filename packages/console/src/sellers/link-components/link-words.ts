import type { ReferralItemView } from '@touchstone/contract'
import { useText, type Text } from '../../messages/index.ts'
import type { AccountLink, LinkReason } from './queries.ts'

const families = [
  'contact',
  'payment',
  'registration',
  'pictures',
  'text',
  'trade',
  'judgement',
] as const

const codes = [
  'text.alike',
  'text.style',
  'trade.prices',
  'trade.pricing',
  'pictures.same',
  'judgement.same',
  'judgement.different',
] as const

const types = [
  'phone',
  'email',
  'domain',
  'whatsapp',
  'wechat',
  'qq',
  'telegram',
  'line',
  'instagram',
  'facebook',
  'tiktok',
  'device',
  'bank-account',
  'card',
  'payee',
  'tax-number',
  'business-licence',
  'address',
  'tracking-prefix',
  'picture-owner',
  'picture',
] as const

const fields = ['title', 'description', 'attributes', 'variants', 'images', 'seller'] as const

const levels = [
  [0.95, 'near-certain'],
  [0.8, 'likely'],
  [0.5, 'even'],
  [0.1, 'possible'],
  [0, 'unlikely'],
] as const

/** Fewer bits than a judgement has, and more than all evidence of a pair. */
const leastBinding = 2048

/** Whether a weight in bits holds a judgement, which binds whatever the evidence says. */
export function isBinding(weight: number): boolean {
  return Math.abs(weight) > leastBinding
}

export type LinkWords = {
  familyName: (family: string) => string
  typeName: (type: string) => string
  /** The name of a reason by its code. */
  reasonName: (code: string) => string
  /** The field of a listing that a path begins with. */
  fieldName: (path: string) => string
  likelihood: (probability: number) => string
  /** A judgement outweighs all evidence: of a weight that holds one it is named instead. */
  bits: (weight: number) => string
  strongest: (link: Pick<AccountLink, 'reasons' | 'judgement'>) => string
  /** A reason as a dossier states it. */
  stated: (reason: ReferralItemView['reasons'][number]) => string
}

/** What links are said in. */
export function useLinkWords(): LinkWords {
  const text = useText()
  const { t, labelled, number } = text
  const familyName = (family: string): string => {
    const known = families.find((one) => one === family)
    return known === undefined ? t('links.reason.other') : t(`links.family.${known}`)
  }
  const typeName = (type: string): string =>
    t(`links.identifier.${types.find((one) => one === type) ?? 'other'}`)
  const reasonName = (code: string): string => {
    const [, type] = /^identifier\.(.+)$/.exec(code) ?? []
    if (type !== undefined) return typeName(type)
    const known = codes.find((one) => one === code)
    return known === undefined ? t('links.reason.other') : t(`links.reason.${known}`)
  }
  const stated: LinkWords['stated'] = ({ code, weight, masked, listings }) => {
    const name = reasonName(code)
    return t(weight < 0 ? 'links.stated.against' : 'links.stated.for', {
      reason: masked === null ? name : labelled(name, masked),
      count: listings,
      figure: number(listings),
    })
  }
  return {
    familyName,
    typeName,
    reasonName,
    stated,
    fieldName: (path) => {
      const [root = ''] = path.split(/[.[/]/)
      return t(`links.field.${fields.find((one) => one === root) ?? 'other'}`)
    },
    likelihood: (probability) => {
      const level = levels.find(([least]) => probability >= least)?.[1] ?? 'unlikely'
      return t(`links.likelihood.${level}`)
    },
    bits: (weight) =>
      isBinding(weight)
        ? t(weight > 0 ? 'links.judged.same' : 'links.judged.different')
        : t('links.bits', { bits: signed(text, weight) }),
    strongest: ({ reasons, judgement }) => {
      if (judgement === 'same' || judgement === 'different')
        return t(`links.reason.judgement.${judgement}`)
      const reason = strongestReason(reasons)
      if (reason === undefined) return t('links.reason.other')
      const name = reasonName(reason.code)
      return reason.identifier === null ? name : labelled(name, reason.identifier.masked)
    },
  }
}

function strongestReason(reasons: readonly LinkReason[]): LinkReason | undefined {
  return reasons.find(({ weight, family }) => weight > 0 && family !== 'judgement')
}

/** To a tenth of a bit. */
function signed({ locale }: Text, weight: number): string {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  }).format(weight)
}
