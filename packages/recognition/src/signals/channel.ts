import { nameKey, type KnownChannel } from '../catalog/index.ts'
import { dayOf, type SignalContext } from './signal-context.ts'
import type { Draft } from './signal.ts'

const NO_MARKETPLACE = 2.6
const NOT_AUTHORISED = 2.3
const AUTHORISED = -3

/** The rule that covers a marketplace on a day: its own first, then `*`. */
function ruleFor(
  rules: readonly KnownChannel[],
  marketplace: string | undefined,
  day: string | undefined,
): KnownChannel | undefined {
  let wide: KnownChannel | undefined
  for (const rule of rules) {
    if (day !== undefined && !isInForce(rule, day)) continue
    if (marketplace !== undefined && rule.marketplace === marketplace) return rule
    if (rule.marketplace === '*') wide ??= rule
  }
  return wide
}

function isInForce({ validFrom, validTo }: KnownChannel, day: string): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo)
}

/** Signals from the brand's own channel policy; undefined if no rule covers the listing. */
export function channelSignals(context: SignalContext): Draft[] | undefined {
  const { offered, listing, condition } = context
  if (offered === undefined || offered.brand.channels.length === 0) return undefined
  const rule = ruleFor(offered.brand.channels, listing.marketplace, dayOf(context))
  if (rule === undefined) return undefined
  if (rule.policy === 'open') return []
  const { brand } = offered
  const stated = { brand: brand.name, ...(rule.source !== undefined && { source: rule.source }) }
  if (rule.policy === 'authorised-sellers') {
    const { seller } = listing
    if (seller === undefined) return undefined
    const names = rule.sellerKeys
    if (
      names.has(nameKey(seller.id)) ||
      (seller.name !== undefined && names.has(nameKey(seller.name)))
    )
      return [
        {
          code: 'guard.authorised-seller',
          weight: AUTHORISED,
          evidence: { reference: brand.id, params: stated },
        },
      ]
  }
  // The policy covers new goods; anyone may resell used ones.
  if (condition === 'used' || condition === 'refurbished') return []
  const certainty = condition === 'unknown' ? 0.5 : 1
  const none = rule.policy === 'none'
  return [
    {
      code: none ? 'channel.no-marketplace' : 'channel.seller-not-authorised',
      weight: (none ? NO_MARKETPLACE : NOT_AUTHORISED) * certainty,
      evidence: {
        reference: brand.id,
        params: { ...stated, ...(condition === 'unknown' && { isHalved: true }) },
      },
    },
  ]
}
