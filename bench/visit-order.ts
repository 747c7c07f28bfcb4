import {
  evidenceAfterVisit,
  FindRates,
  noEvidence,
  orderVisits,
  priorOf,
  rateOf,
  valueOfVisit,
  type Candidate,
} from '../packages/server/src/watches/visit-order/index.ts'

// Simulated markets: how soon changes are learnt, and how many counterfeits are found, at an equal number of requests.
// node --conditions=touchstone-source bench/visit-order.ts [tuning]

/** A generator of numbers from 0 to 1 (mulberry32), the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

type Random = () => number
const exponential = (random: Random): number => -Math.log(1 - random())
const normal = (random: Random): number =>
  Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random())

const days = 180
const pages = 2000
const visitsPerDay = 200
const batch = 20

/** Changes a day of one page, as a function of the day. */
type RateOf = (day: number) => number
type Market = { name: string; draw: (random: Random) => RateOf }

const steady =
  (draw: (random: Random) => number) =>
  (random: Random): RateOf => {
    const rate = Math.min(draw(random), 50)
    return () => rate
  }

/** Days in states of random lengths: bursts of changes between days of calm. */
function bursts(random: Random): RateOf {
  const calm = 0.005 * exponential(random)
  const busy = 0.5 + 2 * random()
  const until: number[] = []
  for (let at = 0, isBusy = random() < 0.1; at < days; isBusy = !isBusy) {
    at += exponential(random) * (isBusy ? 4 : 36)
    until.push(isBusy ? at : -at)
  }
  return (day) => ((until.find((end) => Math.abs(end) > day) ?? -1) > 0 ? busy : calm)
}

/** The logarithm of the rate wanders. */
function drift(random: Random): RateOf {
  let log = Math.log(0.05) + 1.5 * normal(random)
  const logs = Array.from({ length: days + 1 }, () => (log += 0.08 * normal(random)))
  return (day) => Math.min(20, Math.exp(logs[Math.floor(day)] ?? log))
}

/** Rates between a tenth and tenfold of their middle, within 120 days. */
function seasons(random: Random): RateOf {
  const [middle, phase] = [0.05 * Math.exp(normal(random)), random()]
  return (day) => middle * 10 ** Math.sin(2 * Math.PI * (day / 120 + phase))
}

/** Half of the pages exchange their rates after 90 days. */
function exchange(random: Random): RateOf {
  const [first, then] = [0, 0].map(() => 0.05 * Math.exp(1.5 * normal(random)))
  const isExchanged = random() < 0.5
  return (day) => (isExchanged && day > 90 ? then : first) ?? 0
}

const tuning: Market[] = [
  { name: 'log-normal, σ = 1', draw: steady((random) => 0.05 * Math.exp(normal(random))) },
  { name: 'seven in ten hardly change', draw: steady((r) => (r() < 0.7 ? 0.002 : 0.3)) },
  { name: 'rates that rise and fall', draw: seasons },
]
const hidden: Market[] = [
  {
    name: 'heavy-tailed (Pareto, α = 0.8)',
    draw: steady((random) => 0.01 * (1 - random()) ** (-1 / 0.8)),
  },
  {
    name: 'heavy-tailed (log-normal, σ = 2)',
    draw: steady((random) => 0.03 * Math.exp(2 * normal(random))),
  },
  {
    name: 'nine in ten hardly change',
    draw: steady((random) => (random() < 0.9 ? 0.001 : 0.2 + random())),
  },
  { name: 'bursts between calm', draw: bursts },
  { name: 'rates that wander', draw: drift },
  { name: 'rates exchanged after 90 days', draw: exchange },
  { name: 'all pages alike (nothing to gain)', draw: steady(() => 0.08) },
]

type Page = { changes: number[]; rateAt: RateOf }

/** Changes of a page by thinning a faster process. */
function changesOf(rateOf: RateOf, random: Random): number[] {
  let most = 0
  for (let day = 0; day < days; day++) most = Math.max(most, rateOf(day), rateOf(day + 0.99))
  const changes: number[] = []
  for (let at = exponential(random) / most; at < days; at += exponential(random) / most) {
    if (random() * most < rateOf(at)) changes.push(at)
  }
  return changes
}

type Policy = {
  choose(at: number): readonly number[]
  learn(page: number, at: number, hasChanged: boolean): void
}

/** The mean age of what is known: how long a change has been unknown, over all pages and days. */
function meanAge(market: readonly Page[], policy: Policy): number {
  const next = market.map(() => 0)
  let sum = 0
  const steps = (days * visitsPerDay) / batch
  for (let step = 0; step < steps; step++) {
    const at = (step * batch) / visitsPerDay
    for (const page of policy.choose(at)) {
      const { changes } = market[page] ?? { changes: [] }
      const from = next[page] ?? 0
      let to = from
      while (to < changes.length && (changes[to] ?? Infinity) <= at) to++
      if (to > from) sum += (at - (changes[from] ?? at)) ** 2 / 2
      next[page] = to
      policy.learn(page, at, to > from)
    }
  }
  market.forEach(({ changes }, page) => {
    const first = changes[next[page] ?? 0]
    if (first !== undefined) sum += (days - first) ** 2 / 2
  })
  return sum / (market.length * days)
}

function inTurn(): Policy {
  let next = 0
  return {
    choose: () => Array.from({ length: batch }, () => next++ % pages),
    learn: () => undefined,
  }
}

/** The pages that a visit is worth most, by what is said of each one's rate. */
function byValue(valueOf: (page: number, elapsed: number, at: number) => number): Policy {
  const visitedAt = new Float64Array(pages).map((_, page) => -page / visitsPerDay)
  return {
    choose: (at) => {
      const values = Array.from({ length: pages }, (_, page) => ({
        page,
        value: valueOf(page, at - (visitedAt[page] ?? 0), at),
      }))
      return values
        .sort((a, b) => b.value - a.value)
        .slice(0, batch)
        .map(({ page }) => page)
    },
    learn: (page, at) => void (visitedAt[page] = at),
  }
}

function learnt(): Policy {
  let prior = priorOf([])
  const evidence = Array.from({ length: pages }, () => noEvidence)
  const last = new Float64Array(pages)
  const order = byValue((page, elapsed) =>
    valueOfVisit(rateOf(prior, evidence[page] ?? noEvidence), elapsed),
  )
  let day = 0
  return {
    choose: (at) => {
      if (at >= day + 1) {
        day = at
        const visited = evidence.filter((_, page) => (last[page] ?? 0) > 0).slice(0, 500)
        prior = priorOf(visited.map((each) => rateOf(prior, each)))
      }
      return order.choose(at)
    },
    learn: (page, at, hasChanged) => {
      const elapsed = at - (last[page] ?? 0)
      evidence[page] = evidenceAfterVisit(evidence[page] ?? noEvidence, elapsed, hasChanged, prior)
      last[page] = at
      order.learn(page, at, hasChanged)
    },
  }
}

/** With the true rates of the moment: as well as any order can do. */
const knowing = (market: readonly Page[]): Policy =>
  byValue((page, elapsed, at) => {
    // On average since the last visit, at eight moments.
    const moments = Array.from({ length: 8 }, (_, part) => at - (elapsed * (part + 0.5)) / 8)
    const rateAt = market[page]?.rateAt ?? (() => 0)
    const rate = moments.reduce((sum, moment) => sum + rateAt(Math.max(0, moment)), 0) / 8
    const x = rate * elapsed
    if (x < 1e-3) return (rate * elapsed ** 3) / 3
    return (x ** 2 / 2 + x * Math.exp(-x) + Math.expm1(-x)) / rate ** 2
  })

/** The least mean age for known, steady rates: water-filling over the frequencies of visits. */
function leastMeanAge(rates: readonly number[]): number {
  const valueAt = (rate: number, interval: number): number => {
    const x = rate * interval
    return x < 1e-3
      ? (rate * interval ** 3) / 3
      : (x ** 2 / 2 + x * Math.exp(-x) + Math.expm1(-x)) / rate ** 2
  }
  const intervalFor = (rate: number, level: number): number => {
    let [from, to] = [1e-3, 1e6]
    for (let step = 0; step < 60; step++) {
      const middle = Math.sqrt(from * to)
      if (valueAt(rate, middle) < level) from = middle
      else to = middle
    }
    return Math.sqrt(from * to)
  }
  let [from, to] = [1e-9, 1e9]
  for (let step = 0; step < 60; step++) {
    const middle = Math.sqrt(from * to)
    const visits = rates.reduce((sum, rate) => sum + 1 / intervalFor(rate, middle), 0)
    if (visits > visitsPerDay) from = middle
    else to = middle
  }
  const level = Math.sqrt(from * to)
  const ages = rates.map((rate) => {
    const interval = intervalFor(rate, level)
    const x = rate * interval
    return x < 1e-4
      ? (rate * interval ** 2) / 6
      : interval / 2 - 1 / rate - Math.expm1(-x) / (rate * x)
  })
  return ages.reduce((sum, age) => sum + age, 0) / rates.length
}

function* ages(markets: readonly Market[], seeds: readonly number[]): Generator<string> {
  yield `Mean age of what is known, ${pages} pages, ${visitsPerDay} requests a day, ${days} days from the first visit on, ${seeds.length} seeds:`
  for (const { name, draw } of markets) {
    const rows = seeds.map((seed) => {
      const random = randomOf(seed)
      const market = Array.from({ length: pages }, (): Page => {
        const rateAt = draw(random)
        return { rateAt, changes: changesOf(rateAt, random) }
      })
      const equal = meanAge(market, inTurn())
      const isSteady = market.every(({ rateAt }) => rateAt(0) === rateAt(days - 1))
      return {
        equal,
        learnt: meanAge(market, learnt()) / equal,
        knowing: meanAge(market, knowing(market)) / equal,
        least: isSteady ? leastMeanAge(market.map(({ rateAt }) => rateAt(0))) / equal : NaN,
      }
    })
    const isSteady = rows.every(({ least }) => !Number.isNaN(least))
    const mean = (key: 'equal' | 'learnt' | 'knowing' | 'least'): string =>
      (rows.reduce((sum, row) => sum + row[key], 0) / rows.length).toFixed(2)
    const worst = Math.max(...rows.map((row) => row.learnt)).toFixed(2)
    yield `  ${name.padEnd(36)} equal intervals ${mean('equal')} days; learnt ${mean('learnt')} (worst seed ${worst}); rates known ${mean('knowing')}${isSteady ? `; least ${mean('least')}` : ''}`
  }
}

type Goods = Candidate & { isFake: boolean }
type Site = { name: string; draw: (random: Random) => Goods[] }

const addresses = 20_000
const brands = ['orla', 'vanto', 'brisk', 'kelm', 'solari', 'quen', 'tarn', 'mirel']
const kinds = ['bag', 'belt', 'shoe', 'watch', 'scarf', 'wallet', 'ring', 'coat']

/** Log-normal factors, one for each of these. */
function factors<T>(items: readonly T[], random: Random): Map<T, number> {
  return new Map(items.map((item) => [item, Math.exp(1.2 * normal(random))]))
}

const pick = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(random() * items.length)] as T

/** A site whose goods are fake by chance, times a factor of what their addresses say; 2 % on average. */
function siteWhere(
  addressOf: (random: Random, at: number) => { candidate: Candidate; groups: readonly string[] },
): (random: Random) => Goods[] {
  return (random) => {
    const drawn = Array.from({ length: addresses }, (_, at) => addressOf(random, at))
    const effects = factors([...new Set(drawn.flatMap(({ groups }) => groups))], random)
    const weights = drawn.map(({ groups }) =>
      groups.reduce((weight, group) => weight * (effects.get(group) ?? 1), 1),
    )
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / addresses
    return drawn.map(({ candidate }, at) => ({
      ...candidate,
      isFake: random() < (0.02 * (weights[at] ?? 0)) / mean,
    }))
  }
}

const shop = 'https://market.example'
const tuningSites: Site[] = [
  {
    name: 'fakes by folder',
    draw: siteWhere((random, at) => {
      const kind = pick(kinds, random)
      return { candidate: { url: `${shop}/${kind}/${at}` }, groups: [kind] }
    }),
  },
]
const hiddenSites: Site[] = [
  {
    name: 'fakes by folder and kind',
    draw: siteWhere((random, at) => {
      const [brand, kind] = [pick(brands, random), pick(kinds, random)]
      return { candidate: { url: `${shop}/c/${brand}/${kind}/${at}.html` }, groups: [brand, kind] }
    }),
  },
  {
    name: 'fakes by words of the address',
    draw: siteWhere((random, at) => {
      const [brand, kind] = [pick(brands, random), pick(kinds, random)]
      return { candidate: { url: `${shop}/item/${brand}-${kind}-${at}` }, groups: [brand, kind] }
    }),
  },
  {
    name: 'fakes by query',
    draw: siteWhere((random, at) => {
      const query = `${pick(brands, random)} ${pick(kinds, random)}`
      return { candidate: { url: `${shop}/item/${at}`, query }, groups: [query] }
    }),
  },
  {
    name: 'fakes by seller, 300 sellers',
    draw: siteWhere((random, at) => {
      const seller = String(10_000 + Math.floor(300 * random() ** 2))
      return { candidate: { url: `${shop}/seller/${seller}/item/${at}` }, groups: [seller] }
    }),
  },
  {
    name: 'fakes by nothing that is visible',
    draw: siteWhere((random, at) => ({
      candidate: { url: `${shop}/${pick(kinds, random)}/${at}` },
      groups: [],
    })),
  },
]

const findRequests = 1000
/** Verdicts of so many visits come together. */
const together = 50

function findsInOrder(goods: readonly Goods[], random: Random): number {
  const finds = new FindRates()
  let left = goods
  let found = 0
  for (let spent = 0; spent < findRequests; spent += together) {
    const order = orderVisits({ revisits: [], unvisited: left, finds, requests: together, random })
    const chosen = new Set(order)
    for (const one of left.filter(({ url }) => chosen.has(url))) {
      finds.note(one, one.isFake ? 1 : 0)
      if (one.isFake) found++
    }
    left = left.filter(({ url }) => !chosen.has(url))
  }
  return found
}

function* findsOn(sites: readonly Site[], seeds: readonly number[]): Generator<string> {
  yield `Fakes found in ${findRequests} requests among ${addresses} addresses, 2 % fakes, against the order of the site, ${seeds.length} seeds:`
  for (const { name, draw } of sites) {
    const ratios = seeds.map((seed) => {
      const random = randomOf(seed)
      const goods = draw(random)
      const fixed = goods.slice(0, findRequests).filter(({ isFake }) => isFake).length
      return { fixed, found: findsInOrder(goods, random) }
    })
    const sum = (key: 'fixed' | 'found'): number => ratios.reduce((all, row) => all + row[key], 0)
    const all = ratios.map(({ fixed, found }) => (found / fixed).toFixed(1)).join(', ')
    yield `  ${name.padEnd(36)} ${sum('found')} against ${sum('fixed')}: ${(sum('found') / sum('fixed')).toFixed(2)} times (${all})`
  }
}

const isTuning = process.argv[2] === 'tuning'
const seeds = isTuning ? [101, 102, 103] : [1, 2, 3, 4, 5]
for (const line of findsOn(isTuning ? tuningSites : hiddenSites, seeds)) console.log(line)
for (const line of ages(isTuning ? tuning : hidden, seeds)) console.log(line)
