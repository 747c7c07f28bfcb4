import type { BrowserRules, WatchInput } from '@touchstone/contract'
import {
  budgetOf,
  budgetValues,
  hostOf,
  isBudget,
  type BudgetValues,
  type Watch,
} from '../watch-terms/index.ts'
import { connectorFor, siteFault, wholeAddress, type SiteFault } from './site-choice.ts'

/** A watch as typed. */
export type WatchValues = {
  brand: string
  site: string
  /** Empty: the one that the address suggests. */
  connector: string
  /** One per line. */
  queries: string
  /** JSON. */
  rules: string
  name: string
  intervalMinutes: string
  perRun: BudgetValues
  perDay: BudgetValues
  captures: string
}

export const emptyWatch: WatchValues = {
  brand: '',
  site: '',
  connector: '',
  queries: '',
  rules: '',
  name: '',
  intervalMinutes: '1440',
  perRun: { requests: '100', mebibytes: '64', seconds: '60', cost: '' },
  perDay: { requests: '1000', mebibytes: '640', seconds: '600', cost: '' },
  captures: '5',
}

export function valuesOf(watch: Watch): WatchValues {
  const { brand, site, connector, queries, rules, name, intervalMinutes } = watch
  return {
    brand,
    site,
    connector,
    queries: queries.join('\n'),
    rules: rules === null ? '' : JSON.stringify(rules, undefined, 2),
    name,
    intervalMinutes: String(intervalMinutes),
    perRun: budgetValues(watch.budgetPerRun),
    perDay: budgetValues(watch.budgetPerDay),
    captures: String(watch.capturesPerDay),
  }
}

/** As chosen, else as the address suggests. */
export function connectorOf({ connector, site }: WatchValues): string {
  return connector === '' ? connectorFor(wholeAddress(site)) : connector
}

export function queriesOf({ queries }: Pick<WatchValues, 'queries'>): string[] {
  const lines = queries.split('\n').map((line) => line.trim())
  return [...new Set(lines.filter((line) => line !== ''))]
}

export function hasRules(values: WatchValues): boolean {
  return connectorOf(values) === 'browser-rules'
}

/** Whether they are valid is for the server to say; nothing for what is no JSON. */
function rulesOf({ rules }: WatchValues): BrowserRules | undefined {
  try {
    return JSON.parse(rules) as BrowserRules
  } catch {
    return undefined
  }
}

/** What a watch is called that its author gave no name. */
export function nameFor(brandName: string, site: string): string {
  return `${brandName} · ${hostOf(site)}`.slice(0, 200)
}

export function inputOf(values: WatchValues, brandName: string): WatchInput {
  const site = wholeAddress(values.site)
  return {
    brand: values.brand,
    connector: connectorOf(values),
    site,
    queries: queriesOf(values),
    rules: hasRules(values) ? (rulesOf(values) ?? null) : null,
    name: values.name.trim() === '' ? nameFor(brandName, site) : values.name.trim(),
    intervalMinutes: Number(values.intervalMinutes),
    budgetPerRun: budgetOf(values.perRun),
    budgetPerDay: budgetOf(values.perDay),
    capturesPerDay: Number(values.captures),
  }
}

export type WatchField = 'brand' | 'site' | 'queries' | 'rules' | 'perRun' | 'perDay' | 'captures'
export type WatchFault =
  | SiteFault
  | 'no-brand'
  | 'number'
  | 'captures'
  | 'rules'
  | 'too-many-queries'
  | 'long-query'

const mostQueries = 50
const longestQuery = 200

/** What is wrong with the values, by field. */
export function faultsOf(values: WatchValues): Partial<Record<WatchField, WatchFault>> {
  const queries = queriesOf(values)
  const site = siteFault(wholeAddress(values.site), connectorOf(values), queries)
  return {
    ...(values.brand === '' && { brand: 'no-brand' as const }),
    ...(site && { [site.field]: site.fault }),
    ...(queries.length > mostQueries && { queries: 'too-many-queries' as const }),
    ...(queries.some((query) => query.length > longestQuery) && { queries: 'long-query' as const }),
    ...(hasRules(values) && rulesOf(values) === undefined && { rules: 'rules' as const }),
    ...(!isBudget(values.perRun) && { perRun: 'number' as const }),
    ...(!isBudget(values.perDay) && { perDay: 'number' as const }),
    ...(!/^(?:\d{1,2}|100)$/.test(values.captures) && { captures: 'captures' as const }),
  }
}
