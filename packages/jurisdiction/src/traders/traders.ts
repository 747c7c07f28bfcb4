import { addMonths, type LocalDate } from '../calendar/index.ts'

/** The information that a trader provides before offering to consumers (Art. 30(1) DSA). */
export type TraderInformation = {
  name: string
  address: string
  phone: string
  email: string
  identityDocument?: string
  paymentAccount?: string
  tradeRegister?: { register: string; number: string }
  selfCertified: boolean
}

/** The information about a trader that buyers see: (a), (d) and (e) of Art. 30(1), never (b) and (c). */
export type PublicTrader = Pick<
  TraderInformation,
  'name' | 'address' | 'phone' | 'email' | 'tradeRegister' | 'selfCertified'
>

/** Lists the shown fields by name, so that fields added to a trader stay hidden by default. */
export function shownTrader(trader: TraderInformation): PublicTrader {
  const { name, address, phone, email, tradeRegister, selfCertified } = trader
  return { name, address, phone, email, ...(tradeRegister && { tradeRegister }), selfCertified }
}

export type Purchase = { id: string; on: LocalDate; contactKnown: boolean }

/** The purchases of an illegal product whose buyers must be informed, by the way to reach them. */
export type BuyersToNotify = {
  from: LocalDate
  to: LocalDate
  /** Informed directly (Art. 32(1)). */
  reachable: Purchase[]
  /** Informed by publication (Art. 32(2)). */
  unreachable: Purchase[]
}

/** Selects the purchases of the six months before awareness, both days included. */
export function buyersToNotify(purchases: readonly Purchase[], awareOn: LocalDate): BuyersToNotify {
  const from = addMonths(awareOn, -6)
  const within = purchases.filter(({ on }) => on >= from && on <= awareOn)
  return {
    from,
    to: awareOn,
    reachable: within.filter(({ contactKnown }) => contactKnown),
    unreachable: within.filter(({ contactKnown }) => !contactKnown),
  }
}
