import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NetworkRegister, type AccountName, type NetworkEvent } from './index.ts'

const account = (seller: string): AccountName => ({ seller, marketplace: 'market' })
const networks = (...sellers: string[]): AccountName[][] =>
  sellers.map((one) => [...one].map(account))
const told = (register: NetworkRegister, at?: string): Record<string, string> =>
  Object.fromEntries(
    [...register.networks(at)].map(([network, own]) => [
      network,
      own.map(({ seller }) => seller).join(''),
    ]),
  )
const named = (events: readonly NetworkEvent[]): string[] =>
  events.map((one) => {
    if (one.event === 'merged') return `${one.network} merged into ${one.into}`
    if (one.event === 'split') return `${one.network} split from ${one.from}`
    return `${one.account.seller} ${one.event} ${one.network}`
  })

test('of networks that merge, the ID of the larger stays and the other one leads to it', () => {
  const register = new NetworkRegister()
  register.update(networks('ab', 'cde'), '2026-01-01')
  const events = register.update(networks('abcde'), '2026-01-02')
  expect(told(register)).toEqual({ 'network-2': 'abcde' })
  expect(register.resolve('network-1')).toBe('network-2')
  expect(named(events)).toEqual([
    'network-1 merged into network-2',
    'a left network-1',
    'b left network-1',
    'a joined network-2',
    'b joined network-2',
  ])
  register.update(networks('abcdefg'), '2026-01-03')
  expect(told(register, '2026-01-01')).toEqual({ 'network-1': 'ab', 'network-2': 'cde' })
  expect(told(register, '2026-01-02')).toEqual({ 'network-2': 'abcde' })
  expect(told(register, '2025-12-31')).toEqual({})
})

test('of networks of one size the older keeps its ID', () => {
  const register = new NetworkRegister()
  register.update(networks('ab', 'cd'), '2026-01-01')
  register.update(networks('abcd'), '2026-01-02')
  expect(told(register)).toEqual({ 'network-1': 'abcd' })
})

test('where a network splits, its ID stays with the larger part', () => {
  const register = new NetworkRegister()
  register.update(networks('abcde'), '2026-01-01')
  const events = register.update(networks('ab', 'cde'), '2026-01-02')
  expect(told(register)).toEqual({ 'network-1': 'cde', 'network-2': 'ab' })
  expect(named(events)[0]).toBe('network-2 split from network-1')
})

test('a network whose accounts part for good has ended, and its ID leads nowhere else', () => {
  const register = new NetworkRegister()
  register.update(networks('ab'), '2026-01-01')
  expect(named(register.update([], '2026-01-02'))).toEqual(['a left network-1', 'b left network-1'])
  register.update(networks('ab'), '2026-01-03')
  expect(told(register)).toEqual({ 'network-2': 'ab' })
  expect(register.resolve('network-1')).toBe('network-1')
})

const anyDivision = fc
  .array(fc.nat(4), { minLength: 8, maxLength: 8 })
  .map((places) =>
    [...Map.groupBy([...'abcdefgh'], (seller) => places['abcdefgh'.indexOf(seller)])]
      .map(([, own]) => own.map(account))
      .filter((own) => own.length > 1),
  )
const anyHistory = fc.array(anyDivision, { minLength: 1, maxLength: 8 })
const sets = (found: Iterable<readonly AccountName[]>): string[] =>
  [...found].map((own) => own.map(({ seller }) => seller).join('')).toSorted()

test('every past state is shown from the events alone, and no ID is given twice', () => {
  fc.assert(
    fc.property(anyHistory, (states) => {
      const register = new NetworkRegister()
      const events = states.flatMap((found, day) => register.update(found, `2026-01-0${day + 1}`))
      const replayed = new NetworkRegister()
      replayed.add(structuredClone(events))
      for (const [day, found] of states.entries())
        expect(sets(replayed.networks(`2026-01-0${day + 1}`).values())).toEqual(sets(found))
      expect(replayed.update(states.at(-1) ?? [], '2026-02-01')).toEqual([])
      const lives = Map.groupBy(replayed.memberships(), ({ network }) => network)
      for (const own of lives.values()) {
        const [began, last] = [own[0]!.from, own.at(-1)!.until]
        expect(own.every(({ from, until }) => from >= began && until !== began)).toBe(true)
        expect(last === undefined || last > began).toBe(true)
      }
    }),
  )
})

test('an ID stays with the part of it that no other part or other network outweighs', () => {
  fc.assert(
    fc.property(anyDivision, anyDivision, (before, after) => {
      const register = new NetworkRegister()
      register.update(before, '2026-01-01')
      const old = register.networks()
      register.update(after, '2026-01-02')
      const now = register.networks()
      for (const [id, members] of old) {
        const shared = (own: readonly AccountName[], other: readonly AccountName[]): number =>
          own.filter(({ seller }) => other.some((one) => one.seller === seller)).length
        const parts = [...now.values()].map((own) => shared(own, members))
        const most = Math.max(0, ...parts)
        const heaviest = [...now].filter(([, own]) => shared(own, members) === most)
        const rivals = heaviest.flatMap(([, own]) =>
          [...old].filter(([other, its]) => other !== id && shared(own, its) >= most),
        )
        if (most > 0 && heaviest.length === 1 && rivals.length === 0)
          expect(heaviest[0]?.[0]).toBe(id)
        if (most > 0 && !now.has(id)) expect(now.has(register.resolve(id))).toBe(true)
      }
    }),
  )
})

test('networks that are found among some accounts alone have the history of all', () => {
  fc.assert(
    fc.property(anyDivision, anyDivision, (before, after) => {
      const elsewhere = [[account('x'), account('y')]]
      const all = new NetworkRegister()
      const some = new NetworkRegister()
      for (const register of [all, some]) register.update([...before, ...elsewhere], '2026-01-01')
      const events = all.update([...after, ...elsewhere], '2026-01-02')
      expect(some.update(after, '2026-01-02', [...'abcdefgh'].map(account))).toEqual(events)
      expect(told(some)).toEqual(told(all))
    }),
  )
})

test('a history that cannot be is refused', () => {
  const left: NetworkEvent = {
    at: '2026-01-01',
    event: 'left',
    network: 'network-1',
    account: account('a'),
  }
  expect(() => new NetworkRegister().add([left])).toThrow('cannot be')
})

test('the ID of a network whose events are gone is not given again', () => {
  const register = new NetworkRegister(7)
  register.update(networks('ab'), '2026-01-01')
  expect(told(register)).toEqual({ 'network-8': 'ab' })
})
