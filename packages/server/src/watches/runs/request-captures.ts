import { writeStoredSentence } from '@touchstone/contract'
import { requestCaptureByRule } from '../../investigation/evidence/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { captureRule } from './capture-rule.ts'
import {
  capturesLeft,
  findCandidates,
  findTurnover,
  insertWatchCapture,
} from './captures-repository.ts'
import type { ClaimedRun } from './claims-repository.ts'

const turnoverDays = 30

/**
 * Requests captures of finds that may soon leave the visited pages, as many as the watch may request today. Written
 * with what the visit showed: neither is repeated without the other.
 */
export async function requestCaptures(
  handle: Transaction,
  { id: runId, watchId, organisationId, connector }: ClaimedRun,
  urls: readonly string[],
): Promise<void> {
  // No browser can open pages of the built-in market.
  if (connector === 'sample-market' || urls.length === 0) return
  let left = await capturesLeft(handle, watchId)
  if (left <= 0) return
  const candidates = await findCandidates(handle, watchId, urls)
  if (candidates.length === 0) return
  const turnover = await findTurnover(handle, watchId, turnoverDays)
  for (const candidate of candidates) {
    const rule = captureRule(candidate, turnover)
    if (rule === undefined || left === 0) continue
    const { id: listingId, listing, url } = candidate
    const reason = writeStoredSentence(`watch-capture.${rule}`)
    const input = { organisationId, listingId: listing, url, reason }
    const { id } = await requestCaptureByRule({ handle, input })
    await insertWatchCapture(handle, { id, organisationId, watchId, runId, listingId, rule })
    left--
  }
}
