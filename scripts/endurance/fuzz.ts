import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Catalog } from '@touchstone/contract'
import { compile } from '@touchstone/recognition'
import { faultsOf, hostileListing } from '../../packages/recognition/test/hostile-listings.ts'

interface Fuzzed {
  /** Listings screened until the first that failed, if any. */
  screened: number
  signals: number
  /** The smallest failing listing, and the reason; undefined if all pass. */
  failure: string | undefined
}

/** Screens `count` random and mutated listings; the same seed makes the same ones. */
export function fuzz(count: number, seed: number, onProgress: (done: number) => void): Fuzzed {
  const file = new URL('../../samples/catalog.json', import.meta.url)
  const screener = compile(JSON.parse(readFileSync(file, 'utf8')) as Catalog)
  let screened = 0
  let signals = 0
  let failed = false
  const property = fc.property(hostileListing, (listing) => {
    if (!failed) onProgress(++screened)
    let faults: string[]
    try {
      const assessment = screener.screen(listing)
      faults = faultsOf(listing, assessment)
      signals += assessment.signals.length
    } catch (error) {
      faults = [`throws ${String((error as Error).stack)}`]
    }
    if (faults.length === 0) return
    failed = true
    throw new Error(faults.join('\n'))
  })
  const details = fc.check(property, { numRuns: count, seed })
  if (!details.failed) return { screened, signals, failure: undefined }
  const { message } = details.errorInstance as Error
  return { screened, signals, failure: `${message}\n${fc.defaultReportMessage(details)}` }
}
