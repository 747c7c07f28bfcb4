import { expect, test } from 'vitest'
import { limitLink, type WeighedLink } from './limit-link.ts'

const place = (listing: string) => ({ listing, field: 'description', start: 0, end: 9 })
const phone = {
  code: 'identifier.phone',
  family: 'contact',
  weight: 12,
  identifier: null,
  places: [place('a1'), place('b1')],
}
const email = { ...phone, code: 'identifier.email', weight: 6, places: [place('a2'), place('b2')] }
const text = { code: 'text.alike', family: 'text', weight: 5, identifier: null, places: [] }
const judged = { ...text, code: 'judgement.same', family: 'judgement', weight: 4096 }

const link = (...reasons: WeighedLink['reasons']): WeighedLink => {
  const weight = -10 + reasons.reduce((all, reason) => all + reason.weight, 0)
  return { weight, probability: 1 / (1 + 2 ** -weight), reasons }
}
const accountOf = (...listings: string[]) =>
  new Map(listings.map((listing) => [listing, listing.slice(0, 1)]))

test('a link shows with the reasons that stand in listings in sight on both sides, and with their weight alone', () => {
  expect(limitLink(link(phone, email, text, judged), accountOf('a1', 'b1', 'a2'))).toEqual({
    weight: 2,
    probability: 0.8,
    reasons: [phone],
  })
})

test('a link that what is in sight does not carry does not show', () => {
  expect(limitLink(link(phone, email, text), accountOf('a2', 'b2'))).toBeUndefined()
  expect(limitLink(link(phone, email, text), accountOf('a1', 'a2'))).toBeUndefined()
  expect(limitLink(link(text, judged), accountOf('a1', 'b1'))).toBeUndefined()
})

test('what speaks against a link out of sight makes it no likelier in sight', () => {
  const against = { ...text, weight: -3 }
  const whole = link(phone, email, against)
  expect(limitLink(whole, accountOf('a1', 'b1', 'a2', 'b2'))?.weight).toBe(whole.weight)
})
