import { expect, it } from 'vitest'
import { buyersToNotify, shownTrader } from './index.ts'

it('never shows an identity document or a payment account', () => {
  const shown = shownTrader({
    name: 'Trader',
    address: 'Street 1',
    phone: '+32 2 000 00 00',
    email: 'trader@shop.example',
    identityDocument: 'passport-scan',
    paymentAccount: 'account-1',
    tradeRegister: { register: 'KBO', number: '1' },
    selfCertified: true,
  })
  expect(JSON.stringify(shown)).not.toMatch(/passport-scan|account-1/)
  expect(Object.keys(shown)).toEqual([
    'name',
    'address',
    'phone',
    'email',
    'tradeRegister',
    'selfCertified',
  ])
})

it('informs the buyers of the six months before awareness, to the day', () => {
  const on = (day: string, contactKnown: boolean) => ({ id: day, on: day, contactKnown })
  const purchases = [
    on('2026-02-27', true),
    on('2026-02-28', true),
    on('2026-05-01', false),
    on('2026-08-31', true),
    on('2026-09-01', true),
  ]
  expect(buyersToNotify(purchases, '2026-08-31')).toEqual({
    from: '2026-02-28',
    to: '2026-08-31',
    reachable: [on('2026-02-28', true), on('2026-08-31', true)],
    unreachable: [on('2026-05-01', false)],
  })
})
