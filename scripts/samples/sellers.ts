import type { Listing } from '@touchstone/contract'
import type { Random } from './random.ts'
import type { LanguageTexts } from './texts.ts'

type Seller = NonNullable<Listing['seller']>

export interface SellerPool {
  authorised: readonly Seller[]
  traders: readonly Seller[]
  privates: readonly Seller[]
  doubtful: readonly Seller[]
  young: readonly Seller[]
}

const blockSize = 60
const firstDay = Date.UTC(2026, 10, 1)
const dayLength = 86_400_000

/** An instant this many days before 1 November 2026, without milliseconds. */
export function daysBefore(days: number, random: Random): string {
  const at = new Date(firstDay - days * dayLength + random.whole(0, 86_399) * 1000)
  return at.toISOString().replace('.000Z', 'Z')
}

function fictionalPhone(random: Random): string {
  return random.chance(0.5)
    ? `+1-202-555-01${String(random.whole(0, 99)).padStart(2, '0')}`
    : `+44 7700 900${String(random.whole(0, 999)).padStart(3, '0')}`
}

function identifiers(slug: string, shared: string, random: Random): Seller['identifiers'] {
  const rows: NonNullable<Seller['identifiers']> = []
  if (random.chance(0.5)) rows.push({ type: 'phone', value: fictionalPhone(random) })
  if (random.chance(0.5)) rows.push({ type: 'email', value: `desk@${slug}.example` })
  if (random.chance(0.25)) rows.push({ type: 'domain', value: `${slug}.example` })
  if (shared && random.chance(0.6)) rows.push({ type: 'payee', value: shared })
  return rows.length > 0 ? rows : undefined
}

/**
 * The sellers of one language. Their numbers are assigned at random, so that a number reveals nothing about honesty;
 * only the authorised ones, which the catalog names, come first.
 */
export function sellerPool(texts: LanguageTexts, block: number, random: Random): SellerPool {
  const [first, second, ...numbers] = Array.from(
    { length: blockSize },
    (_, index) => block * blockSize + index + 1,
  )
  const dealt = random.shuffle(numbers)

  const seller = (
    number: number | undefined,
    age: readonly [number, number],
    type: Seller['type'],
    shared = '',
  ): Seller => {
    const slug = `sample-seller-${String(number).padStart(4, '0')}`
    const [country] = random.pick(texts.places)
    const joinedAt = daysBefore(random.whole(age[0], age[1]), random)
    return {
      id: slug,
      ...(random.chance(0.7) && { name: `Sample Shop ${String(number).padStart(4, '0')}` }),
      country,
      ...(random.chance(0.85) && { joinedAt }),
      ...(random.chance(0.8) && { type }),
      identifiers: identifiers(slug, shared, random),
    }
  }
  const deal = (count: number) => dealt.splice(0, count)
  const ring = `Sample Payee ${String(block + 1).padStart(2, '0')}`
  return {
    authorised: [first, second].map((number) => seller(number, [900, 3000], 'trader')),
    traders: deal(24).map((number) => seller(number, [200, 3200], 'trader')),
    privates: deal(18).map((number) => seller(number, [60, 3200], 'private')),
    doubtful: deal(14).map((number) =>
      seller(number, random.chance(0.3) ? [300, 1500] : [20, 260], 'trader', ring),
    ),
    young: deal(2).map((number) => ({
      ...seller(number, [3, 20], 'trader'),
      joinedAt: daysBefore(random.whole(3, 20), random),
    })),
  }
}
